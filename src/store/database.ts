import type { Kysely } from 'kysely';
import type { JobQueue } from './job-queue.ts';
import type { Tables } from './tables.ts';

/** An open database, and what each kind of database does in its own way. */
export interface Database {
  /** Its passing errors are StoreUnavailable. */
  readonly db: Kysely<Tables>;
  readonly queue: JobQueue;
  /** Holds a lock of that name, across all processes on the database, until it is released. */
  lock(name: string): Promise<() => Promise<void>>;
}
