import { setTimeout as sleep } from 'node:timers/promises';
import { CompiledQuery, type DatabaseConnection, SqliteDialect, SqliteDriver } from 'kysely';
import type Sqlite from 'libsql';
import { explainFault } from './explain-fault.ts';

/** How long a write waits for another process's, in milliseconds. Theirs take about one. */
export const BUSY_TIMEOUT = 5_000;
const ASK_EVERY_MS = 2;

/**
 * Kysely's SQLite, for several writing processes: a transaction takes the write lock as it begins (one that begins by
 * reading could not wait for it later), waiting for it blocks nothing else, and passing errors are told as such.
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

  constructor(database: Sqlite.Database) {
    super({ database });
    this.#database = database;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    return {
      streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
      executeQuery: <R>(query: CompiledQuery) =>
        whenFree(async () => {
          // The native part panics when it is asked after its end.
          if (!this.#database.open) throw new Error('The database is closed');
          return connection.executeQuery<R>(query);
        }),
    };
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // After some errors, such as a full disk, SQLite has rolled back by itself.
    if (this.#database.open && this.#database.inTransaction)
      await connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  override async destroy(): Promise<void> {
    // Lets the transaction under way end.
    await super.acquireConnection();
    await super.destroy();
    await super.releaseConnection();
  }
}

async function whenFree<R>(query: () => Promise<R>): Promise<R> {
  for (const deadline = performance.now() + BUSY_TIMEOUT; ; await sleep(ASK_EVERY_MS)) {
    try {
      return await query();
    } catch (error) {
      const { code } = error as { code?: unknown };
      if (code !== 'SQLITE_BUSY' || performance.now() > deadline) throw explainFault(error);
    }
  }
}
