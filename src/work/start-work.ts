import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import type { Chart, Image } from '../charts/chart.ts';
import type { Hyperparameters } from '../regression/training.ts';
import { UsageError } from '../usage-error.ts';
import { createPool } from './pool.ts';
import type { TrainingReport, Work } from './work.ts';

/** Jobs are bounded beforehand to some seconds of a core to themselves. */
const LONGEST_MS = 60_000;

export type JobKind = 'train' | 'draw';

export interface WorkOptions {
  readonly backend: 'auto' | 'native' | 'wasm' | 'cpu';
  /** At most so many workers draw; as many as there are cores, at most four, if left out. */
  readonly painters?: number | undefined;
  readonly quickChartUrl?: string | undefined;
  /** Told when the QuickChart server failed and a chart was drawn in-process instead. */
  readonly onFallback?: (reason: string) => void;
  /** Told of an error that ended a worker with no job in its hands; otherwise the job fails with it. */
  readonly onIdleDeath?: (error: Error) => void;
  /** Told of each job that succeeded how long it ran, in seconds, without its time in the queue. */
  readonly onDone?: (kind: JobKind, seconds: number) => void;
}

/**
 * Starts the workers and waits until training is possible. One worker trains: a training takes a fraction of the
 * time of a picture, and native TensorFlow crashes in two threads at once. As many as there are cores draw.
 * @throws UsageError when the backend that was asked for does not work
 */
export async function startWork(options: WorkOptions): Promise<Work> {
  const trainer = createPool<Hyperparameters, TrainingReport>({
    ...forWorker('train', options),
    workerData: { backend: options.backend },
    threads: 1,
  });
  const painter = createPool<Chart, readonly Image[]>({
    ...forWorker('draw', options),
    workerData: { quickChartUrl: options.quickChartUrl },
    threads: options.painters ?? Math.min(4, availableParallelism()),
    onMessage: (message) => options.onFallback?.((message as { fallback: string }).fallback),
  });
  const close = async () => {
    await Promise.all([trainer.close(), painter.close()]);
  };
  try {
    const backend = await trainer.ask<string>('backend').catch((error) => {
      throw options.backend === 'auto'
        ? error
        : new UsageError(`TF_BACKEND=${options.backend}: ${error.message}`);
    });
    return {
      backend,
      train: trainer.run,
      draw: painter.run,
      ping: () => trainer.ask('backend'),
      get waiting() {
        return trainer.waiting + painter.waiting;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What the pools have in common. */
function forWorker(kind: JobKind, { onDone, onIdleDeath }: WorkOptions) {
  return {
    // A neighbour of this file: TypeScript when run from source, JavaScript when compiled.
    filename: new URL(`./${kind}-worker${extname(import.meta.url)}`, import.meta.url).href,
    longestMs: LONGEST_MS,
    ...(onDone && { onDone: (seconds: number) => onDone(kind, seconds) }),
    ...(onIdleDeath && { onIdleDeath }),
  };
}
