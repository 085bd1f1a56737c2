import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Piscina } from 'piscina';
import type { Chart } from '../charts/chart.ts';
import type { Hyperparameters } from '../regression/training.ts';
import { UsageError } from '../usage-error.ts';
import type { Work } from './work.ts';

/** Waiting for a worker included. Jobs are bounded to seconds beforehand; past this one hangs, and its worker is ended. */
const LONGEST_JOB_MS = 120_000;

export interface WorkOptions {
  readonly backend: 'auto' | 'native' | 'wasm' | 'cpu';
  /** How many workers draw; as many as there are cores, at most four, if left out. */
  readonly painters?: number | undefined;
  readonly quickChartUrl?: string | undefined;
  /** Told when the QuickChart server failed and a chart was drawn in-process instead. */
  readonly onFallback?: (reason: string) => void;
}

/**
 * Starts the workers and waits until they are warm. One worker trains: a training takes a tenth of the time of
 * a picture, and native TensorFlow crashes in two threads at once. As many as there are cores, at most four, draw.
 */
export async function startWork(options: WorkOptions): Promise<Work> {
  const painters = options.painters ?? Math.min(4, availableParallelism());
  const trainer = createPool('train-worker', 1, { backend: options.backend });
  const painter = createPool('draw-worker', painters, { quickChartUrl: options.quickChartUrl });
  painter.on('message', (message: { fallback: string }) => options.onFallback?.(message.fallback));
  const close = async () => {
    await Promise.all([trainer.close({ force: true }), painter.close({ force: true })]);
  };
  try {
    const backend: string = await trainer.run(undefined, { name: 'backend' }).catch((error) => {
      throw options.backend === 'auto'
        ? error
        : new UsageError(`TF_BACKEND=${options.backend}: ${error.message}`);
    });
    return {
      backend,
      train: (hyperparameters: Hyperparameters) => trainer.run(hyperparameters, bounded()),
      draw: (chart: Chart) => painter.run(chart, bounded()),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function bounded() {
  return { signal: AbortSignal.timeout(LONGEST_JOB_MS) };
}

function createPool(worker: string, threads: number, workerData: object): Piscina {
  return new Piscina({
    // A neighbour of this file: TypeScript when run from source, JavaScript when compiled.
    filename: new URL(`./${worker}${extname(import.meta.url)}`, import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
    // Else a worker sleeps between jobs without turning its event loop, where Node frees the canvases that garbage
    // collection found: every board would keep its 10 MB for as long as the process lives.
    atomics: 'disabled',
    workerData,
  });
}
