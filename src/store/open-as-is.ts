import { existsSync } from 'node:fs';
import { Kysely, SqliteDialect } from 'kysely';
import Sqlite from 'libsql';
import { connectPostgres, explainPostgres } from './open-postgres.ts';
import { explainSqlite, fileIn } from './open-sqlite.ts';
import type { Place } from './open-store.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';

/** A database as a tool for its keeper sees it. */
export interface DatabaseAsIs {
  readonly db: Kysely<Tables>;
  readonly kind: 'SQLite' | 'PostgreSQL';
  /** What went wrong with it, in words for who set it up. */
  explain(error: unknown): StoreError;
}

/** How long other processes' writes are waited for, in milliseconds. */
const BUSY_TIMEOUT = 4_000;

/**
 * Opens a database without making, changing or migrating anything; a PostgreSQL server is called upon with the first
 * query.
 * @throws StoreError when there is none
 */
export function openAsIs({ dataDir, databaseUrl }: Place): DatabaseAsIs {
  if (databaseUrl !== undefined) {
    return {
      db: connectPostgres(databaseUrl),
      kind: 'PostgreSQL',
      explain: (error) => explainPostgres(error, databaseUrl),
    };
  }
  const file = fileIn(dataDir);
  // SQLite would make it.
  if (!existsSync(file)) throw new StoreError(`There is no database in DATA_DIR: no file ${file}.`);
  const explain = (error: unknown) => explainSqlite(error, file);
  try {
    const database = new Sqlite(file, { timeout: BUSY_TIMEOUT });
    // Kysely's own dialect: a transaction that only reads takes no lock, and holds up nobody.
    return { db: new Kysely<Tables>({ dialect: new SqliteDialect({ database }) }), kind: 'SQLite', explain };
  } catch (error) {
    throw explain(error);
  }
}
