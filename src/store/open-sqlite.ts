import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely } from 'kysely';
import Sqlite from 'libsql';
import type { Database } from './database.ts';
import { openEmbeddedQueue } from './embedded-queue.ts';
import { migrate } from './migrate.ts';
import { BUSY_TIMEOUT, SqliteWritingDialect } from './sqlite-dialect.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';

/**
 * Opens theta.db in a folder, which is made if need be, with up-to-date tables.
 * @throws StoreError
 */
export async function openSqlite(dataDir: string, clock: () => number): Promise<Database> {
  const file = fileIn(dataDir);
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const sqlite = new Sqlite(file, { timeout: BUSY_TIMEOUT });
    await useWriteAheadLog(sqlite);
    // What was acknowledged is on disk, also when the power goes.
    sqlite.pragma('synchronous = full');
    const db = new Kysely<Tables>({ dialect: new SqliteWritingDialect(sqlite) });
    try {
      await migrateAlone(sqlite, db);
    } catch (error) {
      await db.destroy();
      throw error;
    }
    // Several processes that share a gateway share a PostgreSQL: here the line within this process is enough.
    return { db, queue: openEmbeddedQueue(db, clock), lock: async () => async () => {} };
  } catch (error) {
    throw explainSqlite(error, file);
  }
}

/** Where a folder has its database. */
export function fileIn(dataDir: string): string {
  return join(dataDir, 'theta.db');
}

/** Lets readers and a writer work at once. Of processes that switch a new file at once, SQLite turns all but one away. */
async function useWriteAheadLog(sqlite: Sqlite.Database): Promise<void> {
  for (const deadline = Date.now() + BUSY_TIMEOUT; ; await sleep(20)) {
    try {
      sqlite.pragma('journal_mode = wal');
      return;
    } catch (error) {
      if (!codeOf(error).startsWith('SQLITE_BUSY') || Date.now() > deadline) throw error;
    }
  }
}

/** Kysely takes no lock on SQLite: this transaction, on the one connection that it uses, is the lock. */
async function migrateAlone(sqlite: Sqlite.Database, db: Kysely<Tables>): Promise<void> {
  sqlite.exec('begin immediate');
  try {
    await migrate(db, 'integer');
    sqlite.exec('commit');
  } catch (error) {
    // After some errors, such as a full disk, SQLite has rolled back by itself.
    if (sqlite.inTransaction) sqlite.exec('rollback');
    throw error;
  }
}

/** What SQLite threw, in words for who set it up. */
export function explainSqlite(error: unknown, file: string): StoreError {
  if (error instanceof StoreError) return error;
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(codeOf(error))) {
    return new StoreError(
      `${file} is damaged, or no database at all. Move it away: Theta starts a new one.`,
      { cause: error },
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new StoreError(
    `Can't keep runs in ${file}: ${reason}. Is DATA_DIR a folder that Theta can write to?`,
    { cause: error },
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
