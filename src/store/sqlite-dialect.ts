import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { type CompiledQuery, type DatabaseConnection, SqliteDialect, SqliteDriver } from 'kysely';
import type Sqlite from 'libsql';
import { explainFault } from './explain-fault.ts';

/** How long a write waits for another process's, in milliseconds. Theirs take about one. */
export const BUSY_TIMEOUT = 5_000;
const ASK_EVERY_MS = 2;
/** So long the event loop may stand still for queries that wait in line. */
const LONGEST_STANDSTILL_MS = 10;

/**
 * Kysely's SQLite, for several writing processes. Every write is in a transaction that takes the write lock as it
 * begins: one that begins by reading could not wait for it later. Passing errors are told as such.
 */
export class SqliteWritingDialect extends SqliteDialect {
  readonly #database: Sqlite.Database;

  constructor(database: Sqlite.Database) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): SqliteDriver {
    return new WritingDriver(this.#database);
  }
}

class WritingDriver extends SqliteDriver {
  readonly #database: Sqlite.Database;
  /** When the event loop last had its turn. */
  #turnedAt = 0;

  constructor(database: Sqlite.Database) {
    super({ database });
    this.#database = database;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    // SQLite answers at once, so those that wait for one another would follow in one breath: of a thousand learners in
    // one second no one was acknowledged before the last one's job was on disk.
    if (performance.now() - this.#turnedAt > LONGEST_STANDSTILL_MS) {
      await nextTurn();
      this.#turnedAt = performance.now();
    }
    return {
      streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
      executeQuery: async <R>(query: CompiledQuery) => {
        const alone =
          this.#isOpen() && !this.#database.inTransaction && query.query.kind !== 'SelectQueryNode';
        try {
          if (alone) await this.beginTransaction();
          const result = await connection.executeQuery<R>(query);
          if (alone) await this.commitTransaction();
          return result;
        } catch (error) {
          if (alone) await this.rollbackTransaction();
          throw explainFault(error);
        }
      },
    };
  }

  /** By `exec`, for a prepared statement that found the database busy stays in progress, and then no commit works. */
  override async beginTransaction(): Promise<void> {
    for (const deadline = performance.now() + BUSY_TIMEOUT; ; await sleep(ASK_EVERY_MS)) {
      try {
        // SQLite's own wait would stop the whole process.
        this.#database.exec('pragma busy_timeout = 0; begin immediate');
        return;
      } catch (error) {
        const { code } = error as { code?: unknown };
        if (code !== 'SQLITE_BUSY' || performance.now() > deadline) throw explainFault(error);
      } finally {
        if (this.#isOpen()) this.#database.exec(`pragma busy_timeout = ${BUSY_TIMEOUT}`);
      }
    }
  }

  override async commitTransaction(): Promise<void> {
    try {
      this.#database.exec('commit');
    } catch (error) {
      throw explainFault(error);
    }
  }

  override async rollbackTransaction(): Promise<void> {
    // After some errors, such as a full disk, SQLite has rolled back by itself.
    if (this.#isOpen() && this.#database.inTransaction) this.#database.exec('rollback');
  }

  override async destroy(): Promise<void> {
    // Lets the transaction under way end.
    await super.acquireConnection();
    await super.destroy();
    await super.releaseConnection();
  }

  /** libsql's native part ends the process when a closed database is asked whether it is in a transaction. */
  #isOpen(): boolean {
    return this.#database.open;
  }
}
