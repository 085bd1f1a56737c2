import type { Kysely, Selectable } from 'kysely';
import type { Platform } from '../command/invocation.ts';
import type { Verdict } from '../regression/diagnosis.ts';
import type { Hyperparameters } from '../regression/training.ts';
import type { Run, Store } from './store.ts';
import type { RunsTable, Tables } from './tables.ts';

/** Crockford's: digits and letters without i, l, o and u. 32 of them, so that a byte's low five bits pick one evenly. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const ID_LENGTH = 8;
/** A collision is one in a million with a million runs; five in a row are a broken source of randomness. */
const ATTEMPTS = 5;

export function runsIn(
  db: Kysely<Tables>,
  clock: () => number,
  random: (size: number) => Uint8Array,
): Pick<Store, 'addRun' | 'findRun' | 'recentRuns'> {
  return {
    async addRun(invocation, draft) {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const run = { ...draft, id: drawId(random), createdAt: clock() };
        const inserted = await db
          .insertInto('runs')
          .values({ ...toRow(run), request: invocation })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        if (inserted.numInsertedOrUpdatedRows === 1n) return run;
        const row = await db
          .selectFrom('runs')
          .selectAll()
          .where('request', '=', invocation)
          .executeTakeFirst();
        if (row) return toRun(row);
      }
      throw new Error(`No free run id in ${ATTEMPTS} draws`);
    },

    async findRun(space, id) {
      const row = await db
        .selectFrom('runs')
        .selectAll()
        .where('id', '=', id)
        .where('space', '=', space)
        .executeTakeFirst();
      return row && toRun(row);
    },

    async recentRuns({ space, learner }, limit) {
      const rows = await db
        .selectFrom('runs')
        .selectAll()
        .where('space', '=', space)
        .where('learner', '=', learner)
        .orderBy('sequence', 'desc')
        .limit(limit)
        .execute();
      return rows.map(toRun);
    },
  };
}

function drawId(random: (size: number) => Uint8Array): string {
  return Array.from(random(ID_LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

function toRow(run: Run): Omit<Selectable<RunsTable>, 'sequence' | 'request'> {
  return {
    id: run.id,
    platform: run.asker.platform,
    space: run.asker.space,
    learner: run.asker.learner,
    created_at: run.createdAt,
    hyperparameters: JSON.stringify(run.hyperparameters),
    continues: run.continues,
    added_epochs: run.addedEpochs,
    w: run.theta.w,
    b: run.theta.b,
    train_loss: run.loss.train,
    validation_loss: run.loss.validation,
    test_loss: run.loss.test,
    verdict: run.verdict,
  };
}

function toRun(row: Selectable<RunsTable>): Run {
  return {
    id: row.id,
    asker: { platform: row.platform as Platform, space: row.space, learner: row.learner },
    createdAt: row.created_at,
    hyperparameters: JSON.parse(row.hyperparameters) as Hyperparameters,
    continues: row.continues,
    addedEpochs: row.added_epochs,
    theta: { w: row.w, b: row.b },
    loss: { train: row.train_loss, validation: row.validation_loss, test: row.test_loss },
    verdict: row.verdict as Verdict,
  };
}
