import type { Board, Chart, Image } from '../charts/chart.ts';
import type { Diagnosis } from '../regression/diagnosis.ts';
import type { Hyperparameters, Theta } from '../regression/training.ts';

/** What comes back from a training job: small, whatever the number of epochs. */
export interface TrainingReport {
  readonly theta: Theta;
  readonly loss: { readonly train: number; readonly validation: number; readonly test: number };
  readonly diagnosis: Diagnosis;
  /** Ready to draw but for language and theme. */
  readonly board: Omit<Board, 'kind' | 'locale' | 'theme'>;
}

/** Training and drawing, off the event loop. */
export interface Work {
  train(hyperparameters: Hyperparameters): Promise<TrainingReport>;
  draw(chart: Chart): Promise<readonly Image[]>;
  /** The TensorFlow.js backend in use: `tensorflow` (native), `wasm` or `cpu`. */
  readonly backend: string;
  close(): Promise<void>;
}
