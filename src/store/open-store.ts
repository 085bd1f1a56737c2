import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { callsIn } from './calls.ts';
import { openPostgres } from './open-postgres.ts';
import { openSqlite } from './open-sqlite.ts';
import { runsIn } from './runs.ts';
import type { Store } from './store.ts';

export interface StoreOptions {
  /** The folder of the embedded store, theta.db. Made if need be; not touched when there is a `databaseUrl`. */
  readonly dataDir: string;
  /** `postgres://user:password@host:5432/database` */
  readonly databaseUrl?: string | undefined;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** Unpredictable bytes, for run ids. */
  readonly random?: (size: number) => Uint8Array;
}

/**
 * Opens the embedded store (SQLite), or a PostgreSQL database, and brings its tables up to date. Several processes
 * may open the same one, also at the same moment.
 * @throws StoreError when it can't be opened, in words for who set it up
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { dataDir, databaseUrl, clock = Date.now, random = randomBytes } = options;
  const db = databaseUrl === undefined ? await openSqlite(dataDir) : await openPostgres(databaseUrl);
  return {
    ...runsIn(db, clock, random),
    ...callsIn(db),
    async ping() {
      await sql`select 1`.execute(db);
    },
    close: () => db.destroy(),
  };
}
