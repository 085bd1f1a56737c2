import type { Kysely, Migration } from 'kysely';

/** How a database types a primary key that counts up by itself: the one thing that SQLite and PostgreSQL don't share. */
export type SequenceType = 'integer' | 'bigserial';

/** Run in the order of their names. One that has been released never changes: a correction is a new migration. */
export function migrations(sequenceType: SequenceType): Record<string, Migration> {
  return {
    '001-runs-and-calls': {
      async up(db: Kysely<unknown>) {
        await db.schema
          .createTable('runs')
          .addColumn('sequence', sequenceType, (column) => column.primaryKey())
          .addColumn('id', 'text', (column) => column.notNull().unique())
          .addColumn('platform', 'text', (column) => column.notNull())
          .addColumn('space', 'text', (column) => column.notNull())
          .addColumn('learner', 'text', (column) => column.notNull())
          .addColumn('created_at', 'bigint', (column) => column.notNull())
          .addColumn('hyperparameters', 'text', (column) => column.notNull())
          .addColumn('continues', 'text')
          .addColumn('added_epochs', 'bigint', (column) => column.notNull())
          .addColumn('w', 'double precision', (column) => column.notNull())
          .addColumn('b', 'double precision', (column) => column.notNull())
          .addColumn('train_loss', 'double precision', (column) => column.notNull())
          .addColumn('validation_loss', 'double precision', (column) => column.notNull())
          .addColumn('test_loss', 'double precision', (column) => column.notNull())
          .addColumn('verdict', 'text', (column) => column.notNull())
          .execute();
        await db.schema
          .createIndex('runs_of_a_learner')
          .on('runs')
          .columns(['space', 'learner', 'sequence'])
          .execute();
        await db.schema
          .createTable('calls')
          .addColumn('id', 'text', (column) => column.primaryKey())
          .addColumn('call', 'text', (column) => column.notNull())
          .execute();
      },
    },
  };
}
