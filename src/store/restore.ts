import { type Kysely, sql, type Transaction } from 'kysely';
import { UsageError } from '../usage-error.ts';
import { BACKED_UP_TABLES, type BackedUpTable, type Header, type Row } from './backup-format.ts';
import { migrate } from './migrate.ts';
import { connectPostgres, explainPostgres } from './open-postgres.ts';
import { openSqlite } from './open-sqlite.ts';
import type { Place } from './open-store.ts';
import { readBackup } from './read-backup.ts';
import type { Tables } from './tables.ts';

/** Rows an insert. Seventeen columns of them stay below SQLite's 32,766 parameters. */
const BATCH = 500;

/**
 * Fills an empty database, of either kind, from a backup: wholly or, when anything is wrong, not at all. The file is read
 * to its end before the database is opened.
 * @returns what the backup said of itself
 * @throws UsageError when the file is no whole backup, or the database holds something
 */
export async function restore({ dataDir, databaseUrl }: Place, file: string): Promise<Header> {
  const { header, rows } = await readBackup(file);
  for await (const _ of rows);
  const tables = BACKED_UP_TABLES.filter(({ name }) => name in header.counts);
  const db = await openMigrated(dataDir, databaseUrl);
  try {
    return await db.transaction().execute(async (transaction) => {
      if (databaseUrl !== undefined) await lock(transaction, tables);
      await refuseIfFilled(transaction, tables);
      await insertAll(transaction, file);
      if (databaseUrl !== undefined) await setSequences(transaction, tables);
      return header;
    });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`Nothing was restored, and the database is as it was: ${reason}.`);
  } finally {
    await db.destroy();
  }
}

/** Without what only a bot needs: no queue, and on PostgreSQL no limit of time. */
async function openMigrated(dataDir: string, databaseUrl: string | undefined): Promise<Kysely<Tables>> {
  if (databaseUrl === undefined) return (await openSqlite(dataDir, Date.now)).db;
  const db = connectPostgres(databaseUrl);
  try {
    await migrate(db, 'bigserial');
    return db;
  } catch (error) {
    await db.destroy();
    throw explainPostgres(error, databaseUrl);
  }
}

/** A bot that has the database open can read on, and waits with its next run. SQLite's transaction is such a lock itself. */
async function lock(transaction: Transaction<Tables>, tables: readonly BackedUpTable[]): Promise<void> {
  const names = tables.map(({ name }) => sql.table(name));
  await sql`lock table ${sql.join(names)} in exclusive mode`.execute(transaction);
}

async function refuseIfFilled(
  transaction: Transaction<Tables>,
  tables: readonly BackedUpTable[],
): Promise<void> {
  for (const { name } of tables) {
    const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(transaction);
    if (rows.length === 0) continue;
    throw new UsageError(
      `The database holds ${name} already, and restoring does not mix: ` +
        'point DATA_DIR to a new folder, or DATABASE_URL to an empty database.',
    );
  }
}

async function insertAll(transaction: Transaction<Tables>, file: string): Promise<void> {
  const { rows } = await readBackup(file);
  let batch: Row[] = [];
  let into = '';
  const insert = async () => {
    if (batch.length > 0)
      await transaction
        .insertInto(into as never)
        .values(batch as never)
        .execute();
    batch = [];
  };
  for await (const [table, row] of rows) {
    if (table !== into || batch.length === BATCH) await insert();
    into = table;
    batch.push(row);
  }
  await insert();
}

/** PostgreSQL counts on from where its sequence stands, not from the highest key. */
async function setSequences(
  transaction: Transaction<Tables>,
  tables: readonly BackedUpTable[],
): Promise<void> {
  for (const { name, key } of tables.filter(({ counted }) => counted)) {
    await sql`
      select setval(pg_get_serial_sequence(${name}, ${key}), (select max(${sql.ref(key)}) from ${sql.table(name)}))
    `.execute(transaction);
  }
}
