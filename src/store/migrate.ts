import { DEFAULT_MIGRATION_TABLE, type Kysely, Migrator, sql } from 'kysely';
import { migrations, type SequenceType } from './migrations.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';

/**
 * Brings the tables up to date.
 * @throws StoreError when a newer Theta has written this database
 */
export async function migrate(db: Kysely<Tables>, sequenceType: SequenceType): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations(sequenceType) } });
  const { error } = await migrator.migrateToLatest();
  // Kysely tells this case only by its words.
  if (error instanceof Error && /previously executed migration .* is missing/.test(error.message)) {
    throw tooNew(error);
  }
  if (error !== undefined) throw error;
}

/** The names of the migrations that a database has seen, and of those that it would see at the next start. */
export interface Migrated {
  readonly done: readonly string[];
  readonly pending: readonly string[];
}

/**
 * How far a database has come; changes nothing.
 * @throws StoreError when a newer Theta has written this database
 */
export async function readMigrated(db: Kysely<Tables>): Promise<Migrated> {
  const known = Object.keys(migrations('integer'));
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === DEFAULT_MIGRATION_TABLE)) return { done: [], pending: known };
  const { rows } = await sql<{
    name: string;
  }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(db);
  const done = rows.map(({ name }) => name).sort();
  if (done.some((name) => !known.includes(name))) throw tooNew();
  return { done, pending: known.filter((name) => !done.includes(name)) };
}

function tooNew(cause?: Error): StoreError {
  return new StoreError(
    'The database was last used by a newer version of Theta. Run that version, or give this one a database of its own.',
    { cause },
  );
}
