import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Platform } from '../command/invocation.ts';
import type { AnswerJob, Jobs, TakenJob } from '../command/jobs.ts';
import { createAttempt } from './create-attempt.ts';
import type { JobQueue, JobRow } from './job-queue.ts';

/** For jobs that other processes added or gave back, where nothing wakes us. */
const POLL_MS = 1_000;
/** A third of the time after which a process without a sign of life is held for dead. */
const KEEP_MS = 2_000;
const RETRY_MS = 1_000;

export interface AnsweringOptions {
  readonly queue: JobQueue;
  readonly log: Logger;
  /** How many jobs are answered at once. */
  readonly concurrency: number;
  readonly clock: () => number;
  readonly keepNote: (id: string, note: unknown) => Promise<void>;
  /** Closes a job for good. */
  readonly finish: (row: JobRow) => Promise<void>;
}

export interface Answering extends Pick<Jobs, 'stop'> {
  start(answerers: Readonly<Partial<Record<Platform, AnswerJob>>>): Promise<void>;
  /** There may be jobs to take. */
  wake(): void;
}

/** Takes jobs from the queue as long as it has hands free, and sees each of them to its end. */
export function createAnswering(options: AnsweringOptions): Answering {
  const { queue, log, concurrency, clock, keepNote, finish } = options;
  let answerers: Readonly<Partial<Record<Platform, AnswerJob>>> = {};
  let state: 'idle' | 'running' | 'stopping' | 'stopped' = 'idle';
  const held = new Map<string, { readonly space: string; readonly end: Promise<void> }>();
  /** A space whose answers wait long, as in a crowded channel, leaves hands free for the others. */
  const mostOfASpace = Math.ceil((2 * concurrency) / 3);
  const timers: NodeJS.Timeout[] = [];
  const attempt = createAttempt(log, () => state === 'stopped');

  const take = singly(async () => {
    const free = concurrency - held.size;
    if (state !== 'running' || free === 0) return;
    const { full, room } = countHands();
    const platforms = Object.keys(answerers) as Platform[];
    await attempt(async () => {
      const rows = await queue.take(platforms, Math.min(free, room), full);
      // Held already: it went back in line while we were suspended, and is ours again.
      const fresh = rows.filter((row) => !held.has(row.id));
      if (state === 'running')
        for (const row of fresh) held.set(row.id, { space: row.space, end: hold(row) });
      else if (fresh.length > 0) await queue.giveBack(fresh.map((row) => row.id));
      // There was only so much room for one space; others may have it.
      if (fresh.length > 0) void take();
    });
  });

  /** The spaces that have as many hands as they may, and how many the busiest of the others may still get. */
  function countHands(): { full: string[]; room: number } {
    const hands = new Map<string, number>();
    for (const { space } of held.values()) hands.set(space, (hands.get(space) ?? 0) + 1);
    const full = [...hands.keys()].filter((space) => hands.get(space)! >= mostOfASpace);
    const others = [...hands.values()].filter((count) => count < mostOfASpace);
    return { full, room: mostOfASpace - Math.max(0, ...others) };
  }

  const lookAfter = singly(async () => {
    await attempt(async () => {
      await queue.keep();
      if (state !== 'running') return;
      if (attempt.isSteady()) await queue.reclaim();
      await queue.listen(take);
    });
  });

  async function hold(row: JobRow): Promise<void> {
    await answer(row);
    // Answered is answered: until that is on disk the job stays ours, lest another process answer it again.
    while (!(await attempt(() => finish(row))) && state === 'running') await sleep(RETRY_MS);
    held.delete(row.id);
    take();
  }

  async function answer(row: JobRow): Promise<void> {
    const about = { id: row.id, attempt: row.attempts };
    try {
      const job = toTakenJob(row, keepNote);
      if (job.expiresAt > clock()) await answerers[job.asker.platform]!(job);
      else log.warn(about, 'a job ran out of time before it was answered');
    } catch (error) {
      // Not the error itself: those of platforms carry tokens, and what learners wrote.
      const { name, message, code } = error as Error & { code?: unknown };
      log.error({ ...about, error: { name, message, code } }, 'answering a job failed');
    }
  }

  return {
    wake: take,

    async start(given) {
      // Asked to end while it was still starting.
      if (state !== 'idle') return;
      answerers = given;
      state = 'running';
      timers.push(setInterval(take, POLL_MS), setInterval(lookAfter, KEEP_MS));
      await lookAfter();
      void take();
    },

    async stop(patienceMs) {
      if (state === 'idle') state = 'stopped';
      if (state !== 'running') return held.size === 0;
      state = 'stopping';
      const patience = sleep(patienceMs, undefined, { ref: false });
      await Promise.race([
        take().then(() => Promise.all([...held.values()].map(({ end }) => end))),
        patience,
      ]);
      for (const timer of timers.splice(0)) clearInterval(timer);
      const left = [...held.keys()];
      if (left.length > 0 && (await attempt(() => queue.giveBack(left)))) {
        log.warn(
          { ids: left },
          'stopped with jobs under way: another process, or the next start, takes them up',
        );
      }
      state = 'stopped';
      return left.length === 0;
    },
  };
}

/** One call at a time; calls meanwhile let it run once more. Resolves when it has. */
function singly(work: () => Promise<void>): () => Promise<void> {
  let again = false;
  let running: Promise<void> | undefined;
  const run = async () => {
    while (again) {
      again = false;
      await work();
    }
    running = undefined;
  };
  return () => {
    again = true;
    running ??= run();
    return running;
  };
}

function toTakenJob(row: JobRow, keepNote: AnsweringOptions['keepNote']): TakenJob {
  return {
    id: row.id,
    asker: { platform: row.platform as Platform, space: row.space, learner: row.learner },
    request: JSON.parse(row.request!),
    receivedAt: row.received_at,
    expiresAt: row.expires_at,
    attempt: row.attempts,
    note: row.note === null ? undefined : JSON.parse(row.note),
    keepNote: (note) => keepNote(row.id, note),
  };
}
