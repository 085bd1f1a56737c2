import { setTimeout as delay } from 'node:timers/promises';
import type { AnswerJob, Job, Jobs, TakenJob } from '../../src/command/jobs.ts';

const AT_ONCE = 16;

export interface TinyJobs extends Jobs {
  /** Every job that was added, in order. */
  readonly added: Job[];
  /** Comes before whatever is asked of the database: it may be slow, or away. */
  database: () => Promise<void>;
  /** So many more seem to wait. */
  crowd: number;
}

/** Jobs in memory, as long as the process: the contract without the disk. */
export function createTinyJobs(): TinyJobs {
  const claims = new Map<string, number>();
  const queue: Job[] = [];
  const running = new Set<Promise<void>>();
  let answerer: AnswerJob | undefined;
  let stopped = false;

  function take(): void {
    while (answerer && !stopped && running.size < AT_ONCE && queue.length > 0) {
      const work = answerer(toTaken(queue.shift()!)).finally(() => {
        running.delete(work);
        take();
      });
      running.add(work);
    }
  }

  const jobs: TinyJobs = {
    added: [],
    database: async () => {},
    crowd: 0,
    async add(job) {
      await jobs.database();
      if (jobs.added.some(({ id }) => id === job.id)) return undefined;
      // Another process reads it from a disk.
      const kept: Job = structuredClone(job);
      jobs.added.push(kept);
      const before = queue.push(kept) - 1;
      take();
      return before + jobs.crowd;
    },
    async claim(key, forMs) {
      await jobs.database();
      const now = Date.now();
      if ((claims.get(key) ?? 0) > now) return false;
      claims.set(key, now + forMs);
      return true;
    },
    async start({ slack }) {
      answerer = slack;
      take();
    },
    async stop(patienceMs) {
      stopped = true;
      await Promise.race([Promise.allSettled(running), delay(patienceMs, undefined, { ref: false })]);
      return running.size === 0;
    },
    count: async () => ({ waiting: queue.length, running: running.size }),
  };
  return jobs;
}

/** A job in somebody's hands; what its notes were is in `notes`, newest last. */
export function toTaken(job: Job, { attempt = 1, notes = [] as unknown[] } = {}): TakenJob {
  return {
    ...job,
    attempt,
    note: notes.at(-1),
    async keepNote(note) {
      notes.push(structuredClone(note));
    },
  };
}
