import { StoreUnavailable } from '../store/store.ts';
import type { Asker, Platform } from './invocation.ts';

/**
 * A request that a platform was told is being answered, kept until it is. It is plain data, so any process may answer
 * what another received.
 */
export interface Job {
  /** The same for every delivery of the same request, and different for any two requests: `discord:123…`. */
  readonly id: string;
  readonly asker: Asker;
  /** All that the platform's adapter needs to answer: what was asked, and how to reach who asked. JSON. */
  readonly request: unknown;
  /** Epoch milliseconds: when it came, and from when on the platform takes no answer any more. */
  readonly receivedAt: number;
  readonly expiresAt: number;
}

/** A job in the hands of whoever answers it. */
export interface TakenJob extends Job {
  /** 1, or more when a process ended with the job in its hands. */
  readonly attempt: number;
  /** What the last `keepNote` kept, in this attempt or an earlier one; JSON, undefined at first. */
  readonly note: unknown;
  /** Keeps what a later attempt must know, such as which message to replace. It is on disk when this resolves. */
  keepNote(note: unknown): Promise<void>;
}

/** Answers a job, for good: once it resolves or rejects, the job is over. */
export type AnswerJob = (job: TakenJob) => Promise<void>;

/** Within this time a second press of a button is a double click. */
export const DOUBLE_CLICK_MS = 3_000;

/** With so many before them a learner is told their place; fewer are gone before it is read. */
export const WORTH_TELLING = 8;

/** Attempts after which a job is not tried again: its answerer should then only apologise. */
export const MOST_ATTEMPTS = 3;

/** Durable work: what was acknowledged is answered, whatever becomes of the process. */
export interface Jobs {
  /**
   * Keeps a job. It is on disk when this resolves, and will be answered, here or in another process.
   * @returns how many jobs wait before it; undefined when its id was added before: somebody answers or has answered it
   * @throws LearnerError when too many jobs of this learner or space wait already
   * @throws StoreUnavailable when the database can't be reached
   */
  add(job: Job): Promise<number | undefined>;
  /**
   * Whether this is the first claim on a key within `forMs` milliseconds, in whatever process: what two deliveries of
   * one thing (a double click) have in common.
   */
  claim(key: string, forMs: number): Promise<boolean>;
  /** Begins to answer jobs, of this and other processes, several at once, each space in turn. Call it once. */
  start(answerers: Readonly<Partial<Record<Platform, AnswerJob>>>): Promise<void>;
  /**
   * Takes no more, and gives those under way `patienceMs`; what is left, another process or the next start takes up.
   * @returns whether nothing is left: who still answers must not meet closed workers, and call that a fault
   */
  stop(patienceMs: number): Promise<boolean>;
  /** How many wait, and how many are being answered, in all processes. */
  count(): Promise<{ readonly waiting: number; readonly running: number }>;
}

/**
 * Adds a job, once more where the database failed: a commit whose answer was lost is known by then, and a short outage
 * over.
 * @returns as `Jobs.add`
 * @throws as `Jobs.add`
 */
export async function addSurely(jobs: Jobs, job: Job): Promise<number | undefined> {
  try {
    return await jobs.add(job);
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    // Known already, it is ours.
    return (await jobs.add(job)) ?? 0;
  }
}
