import { type Kysely, type Migration, sql } from 'kysely';

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
    '002-jobs': {
      async up(db: Kysely<unknown>) {
        await db.schema.alterTable('runs').addColumn('request', 'text').execute();
        await db.schema.createIndex('run_of_a_request').on('runs').column('request').unique().execute();
        await db.schema
          .createTable('jobs')
          .addColumn('sequence', sequenceType, (column) => column.primaryKey())
          .addColumn('id', 'text', (column) => column.notNull().unique())
          .addColumn('platform', 'text', (column) => column.notNull())
          .addColumn('space', 'text', (column) => column.notNull())
          .addColumn('learner', 'text', (column) => column.notNull())
          .addColumn('request', 'text')
          .addColumn('note', 'text')
          .addColumn('turn', 'bigint', (column) => column.notNull())
          .addColumn('received_at', 'bigint', (column) => column.notNull())
          .addColumn('expires_at', 'bigint', (column) => column.notNull())
          .addColumn('attempts', 'bigint', (column) => column.notNull().defaultTo(0))
          .addColumn('owner', 'text')
          .addColumn('leased_until', 'bigint')
          .addColumn('done_at', 'bigint')
          .execute();
        await db.schema
          .createIndex('jobs_waiting')
          .on('jobs')
          .columns(['turn', 'sequence'])
          .where(sql.ref('done_at'), 'is', null)
          .where(sql.ref('owner'), 'is', null)
          .execute();
        await db.schema
          .createIndex('jobs_running')
          .on('jobs')
          .column('owner')
          .where(sql.ref('done_at'), 'is', null)
          .where(sql.ref('owner'), 'is not', null)
          .execute();
        await db.schema
          .createIndex('open_jobs_of_a_learner')
          .on('jobs')
          .columns(['space', 'learner', 'turn'])
          .where(sql.ref('done_at'), 'is', null)
          .execute();
        await db.schema
          .createIndex('jobs_done')
          .on('jobs')
          .column('done_at')
          .where(sql.ref('done_at'), 'is not', null)
          .execute();
        await db.schema
          .createTable('claims')
          .addColumn('key', 'text', (column) => column.primaryKey())
          .addColumn('until', 'bigint', (column) => column.notNull())
          .execute();
        await db.schema
          .createTable('installations')
          .addColumn('team', 'text', (column) => column.primaryKey())
          .addColumn('installation', 'text', (column) => column.notNull())
          .addColumn('updated_at', 'bigint', (column) => column.notNull())
          .execute();
      },
    },
  };
}
