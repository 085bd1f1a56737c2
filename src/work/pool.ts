import pLimit from 'p-limit';
import { Piscina } from 'piscina';

/** Worker threads that all do the same kind of job. */
export interface Pool<Task, Result> {
  /**
   * Runs the worker module's default export as soon as a worker is free.
   * @throws Error what it threw; or that its worker died, or took too long and was ended
   */
  run(task: Task): Promise<Result>;
  /** Calls another export of the module, without arguments. */
  ask<Answer>(name: string): Promise<Answer>;
  /** Jobs for which no worker is free yet. */
  readonly waiting: number;
  /** Refuses what waits, lets what runs end, ends the workers. */
  close(): Promise<void>;
}

export interface PoolOptions {
  /** URL of the worker's module. */
  readonly filename: string;
  readonly workerData: object;
  /** The most workers at once. One is always there, the others come when there is work for them. */
  readonly threads: number;
  /** How long a job may run, waiting not counted; then it hangs, and its worker is ended and replaced. */
  readonly longestMs: number;
  /** Told how long each job ran that succeeded, without its wait. */
  readonly onDone?: (seconds: number) => void;
  /** Told of an error that ended a worker with no job in its hands; it is replaced like any other. */
  readonly onIdleDeath?: (error: Error) => void;
  /** Told what workers post besides their results. */
  readonly onMessage?: (message: unknown) => void;
}

/** A worker that came for a rush stays this long after it: rushes come in lessons. */
const IDLE_MS = 60_000;

/**
 * Of a worker's JavaScript heap. Jobs take a tenth of it; one that runs away must not take the process along.
 * What is young is soon garbage: room for more of it costs 70 MB for each worker and saves a twentieth of the time.
 */
const HEAP = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 4 };

export function createPool<Task, Result>(options: PoolOptions): Pool<Task, Result> {
  const { filename, workerData, threads, longestMs } = options;
  const piscina = new Piscina({
    filename,
    workerData,
    minThreads: 1,
    maxThreads: threads,
    idleTimeout: IDLE_MS,
    resourceLimits: HEAP,
    // The default blocks a waiting worker's event loop. Native memory is freed there: it grew by 10 MB a picture.
    atomics: 'disabled',
  });
  piscina.on('error', (error) => options.onIdleDeath?.(error));
  piscina.on('message', (message) => options.onMessage?.(message));
  // A queue of our own, since Piscina does not tell when a job begins: only what runs is bounded in time.
  const limit = pLimit({ concurrency: threads, rejectOnClear: true });
  const call = (name: string, task?: Task) =>
    piscina.run(task, { name, signal: AbortSignal.timeout(longestMs) });
  return {
    run: (task) =>
      limit(async () => {
        const start = performance.now();
        const result: Result = await call('default', task);
        options.onDone?.((performance.now() - start) / 1000);
        return result;
      }),
    ask: (name) => limit(() => call(name)),
    get waiting() {
      return limit.pendingCount;
    },
    async close() {
      limit.clearQueue();
      await piscina.close({ force: true });
    },
  };
}
