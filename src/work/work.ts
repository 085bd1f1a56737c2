import type { Chart, Image } from '../charts/chart.ts';
import type { TrainingReport } from '../regression/report.ts';
import type { Hyperparameters } from '../regression/training.ts';

export type { TrainingReport };

/** Training and drawing, off the event loop. */
export interface Work {
  train(hyperparameters: Hyperparameters): Promise<TrainingReport>;
  draw(chart: Chart): Promise<readonly Image[]>;
  /** The least that the training worker can be asked for: for /readyz. */
  ping(): Promise<unknown>;
  /** Jobs that wait for a worker now. */
  readonly waiting: number;
  /** The TensorFlow.js backend in use: `tensorflow` (native), `wasm` or `cpu`. */
  readonly backend: string;
  close(): Promise<void>;
}
