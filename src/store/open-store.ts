import { randomBytes } from 'node:crypto';
import { type Logger, pino } from 'pino';
import { callsIn } from './calls.ts';
import type { Database } from './database.ts';
import { exclusivelyBy } from './exclusively.ts';
import { installationsIn } from './installations.ts';
import { jobsIn } from './jobs.ts';
import type { PostgresOptions } from './open-postgres.ts';
import { openSqlite } from './open-sqlite.ts';
import { runsIn } from './runs.ts';
import type { Store } from './store.ts';

/** Where a database is, or would be made. */
export interface Place {
  /** The folder of the embedded store, theta.db. Made if need be; not touched when there is a `databaseUrl`. */
  readonly dataDir: string;
  /** `postgres://user:password@host:5432/database` */
  readonly databaseUrl?: string | undefined;
}

export interface StoreOptions extends Place {
  /** `forever`: wait for a PostgreSQL that gives no connection yet, instead of giving up at once. */
  readonly patience?: 'forever' | undefined;
  /** How many jobs are answered at once. */
  readonly concurrency?: number | undefined;
  readonly log?: Logger;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** Unpredictable bytes, for run ids. */
  readonly random?: (size: number) => Uint8Array;
}

/** Loaded only where it is used: the embedded store does without it. */
async function openServer(options: PostgresOptions): Promise<Database> {
  const { openPostgres } = await import('./open-postgres.ts');
  return openPostgres(options);
}

/**
 * Opens the embedded store (SQLite), or a PostgreSQL database, and brings its tables up to date. Several processes
 * may open the same one, also at the same moment.
 * @throws StoreError when it can't be opened, in words for who set it up
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { dataDir, databaseUrl, patience, concurrency = 48 } = options;
  const { log = pino({ level: 'silent' }), clock = Date.now, random = randomBytes } = options;
  const { db, queue, lock } =
    databaseUrl === undefined
      ? await openSqlite(dataDir, clock)
      : await openServer({ databaseUrl, patience, log });
  const jobs = jobsIn(db, queue, { log, clock, concurrency });
  return {
    ...runsIn(db, clock, random),
    ...callsIn(db),
    ...installationsIn(db, clock),
    jobs,
    exclusively: exclusivelyBy(lock),
    async ping() {
      await db.selectNoFrom((eb) => eb.lit(1).as('one')).execute();
    },
    async close() {
      await jobs.stop(0);
      await queue.close();
      await db.destroy();
    },
  };
}
