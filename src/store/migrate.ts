import { type Kysely, Migrator } from 'kysely';
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
    throw new StoreError(
      'The database was last used by a newer version of Theta. Run that version, or give this one a database of its own.',
      { cause: error },
    );
  }
  if (error !== undefined) throw error;
}
