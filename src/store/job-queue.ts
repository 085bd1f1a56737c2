import type { Selectable, Transaction } from 'kysely';
import type { Asker, Platform } from '../command/invocation.ts';
import type { Job } from '../command/jobs.ts';
import type { JobsTable, Tables } from './tables.ts';

export type JobRow = Selectable<JobsTable>;

/** What the two databases do in their own ways: hand each open job to one process at a time. */
export interface JobQueue {
  /** The first step of an adding transaction: from here on no other one adds jobs of the same learner. */
  admit(trx: Transaction<Tables>, asker: Asker): Promise<void>;
  /** The last step: the job, whose row is in the table, stands in line. */
  put(trx: Transaction<Tables>, job: Job, turn: number): Promise<void>;
  /** Takes the next waiting jobs of some platforms, at most so many, first in line first, and none of `full` spaces. */
  take(platforms: readonly Platform[], most: number, full: readonly string[]): Promise<JobRow[]>;
  /** Tells that this process is alive, and goes on with what it took. */
  keep(): Promise<void>;
  /** Puts those back in line whose process has not told so for some seconds. */
  reclaim(): Promise<void>;
  /** Before a job's row is done: it leaves the line. */
  drop(trx: Transaction<Tables>, platform: Platform, id: string): Promise<void>;
  /** Puts jobs that this process took back in line. */
  giveBack(ids: readonly string[]): Promise<void>;
  /** Calls `wake` when another process may have put a job in line; where it can't be told, others poll. */
  listen(wake: () => void): Promise<void>;
  close(): Promise<void>;
}
