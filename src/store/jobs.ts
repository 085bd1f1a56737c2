import type { Kysely, Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { Asker, Platform } from '../command/invocation.ts';
import type { Jobs } from '../command/jobs.ts';
import { LearnerError } from '../command/learner-error.ts';
import { createAnswering } from './answer-jobs.ts';
import type { JobQueue } from './job-queue.ts';
import { pruneJobs } from './prune-jobs.ts';
import type { Tables } from './tables.ts';

/** Open jobs, waiting or being answered. */
const MOST_OF_A_LEARNER = 5;
const MOST_OF_A_SPACE = 2_000;
const PRUNE_EVERY_MS = 10 * 60_000;

export interface JobsOptions {
  readonly log: Logger;
  readonly clock: () => number;
  /** How many jobs are answered at once. */
  readonly concurrency: number;
}

/** What jobs have in common on both databases: the table is the record, the queue hands out what is open in it. */
export function jobsIn(db: Kysely<Tables>, queue: JobQueue, { log, clock, concurrency }: JobsOptions): Jobs {
  const finish = (job: { id: string; platform: string }) =>
    db.transaction().execute(async (trx) => {
      await queue.drop(trx, job.platform as Platform, job.id);
      await trx
        .updateTable('jobs')
        // What a learner wrote is kept no longer than it takes. The row stays: it knows its request when it comes again.
        .set({ done_at: clock(), request: null, note: null, owner: null, leased_until: null })
        .where('id', '=', job.id)
        .where('done_at', 'is', null)
        .execute();
    });

  const answering = createAnswering({
    queue,
    log,
    concurrency,
    clock,
    finish,
    async keepNote(id, note) {
      await db
        .updateTable('jobs')
        .set({ note: JSON.stringify(note) })
        .where('id', '=', id)
        .where('done_at', 'is', null)
        .execute();
    },
  });

  let pruning: NodeJS.Timeout | undefined;
  const prune = () => pruneJobs(db, { finish, clock, log });

  return {
    async add(job) {
      const before = await db.transaction().execute(async (trx) => {
        await queue.admit(trx, job.asker);
        const line = await readLine(trx, job.id, job.asker);
        if (line.known > 0) return undefined;
        if (line.ofLearner >= MOST_OF_A_LEARNER) {
          throw new LearnerError({ code: 'learner-busy', waiting: line.ofLearner });
        }
        if (line.ofSpace >= MOST_OF_A_SPACE) {
          throw new LearnerError({ code: 'space-busy', waiting: line.ofSpace });
        }
        // Start-time fair queuing: a space's jobs have turns one after another, and a space that comes anew begins
        // where the line is, not behind those of a busy one.
        const turn = Math.max(line.first ?? 0, (line.last ?? -1) + 1);
        const { id, asker, receivedAt, expiresAt } = job;
        const inserted = await trx
          .insertInto('jobs')
          .values({
            id,
            ...asker,
            request: JSON.stringify(job.request),
            turn,
            received_at: receivedAt,
            expires_at: expiresAt,
          })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .returning('sequence')
          .executeTakeFirst();
        if (!inserted) return undefined;
        await queue.put(trx, job, turn);
        return countBefore(trx, turn, inserted.sequence);
      });
      if (before !== undefined) answering.wake();
      return before;
    },

    async claim(key, forMs) {
      const now = clock();
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('claims')
        .values({ key, until: now + forMs })
        .onConflict((conflict) =>
          conflict
            .column('key')
            .doUpdateSet({ until: now + forMs })
            // One that ends far later than this one would was made before the clock was set back; a little later, by
            // another machine, whose clock is a little ahead.
            .where(({ eb, or }) =>
              or([eb('claims.until', '<=', now), eb('claims.until', '>', now + 2 * forMs)]),
            ),
        )
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },

    async start(answerers) {
      pruning = setInterval(prune, PRUNE_EVERY_MS);
      void prune();
      await answering.start(answerers);
    },

    async stop(patienceMs) {
      clearInterval(pruning);
      return answering.stop(patienceMs);
    },

    count() {
      return db
        .selectFrom('jobs')
        .select(({ fn }) => [
          fn.countAll<number>().filterWhere('owner', 'is', null).as('waiting'),
          fn.countAll<number>().filterWhere('owner', 'is not', null).as('running'),
        ])
        .where('done_at', 'is', null)
        .executeTakeFirstOrThrow();
    },
  };
}

/** What adding a job depends on: whether it is known, the open jobs around it, and the turns it comes after. */
function readLine(trx: Transaction<Tables>, id: string, { space, learner }: Asker) {
  return trx
    .selectNoFrom((eb) => {
      const open = eb.selectFrom('jobs').where('done_at', 'is', null);
      const ofSpace = open.where('space', '=', space);
      return [
        eb.selectFrom('jobs').select(eb.fn.countAll<number>().as('n')).where('id', '=', id).as('known'),
        ofSpace.select(eb.fn.countAll<number>().as('n')).where('learner', '=', learner).as('ofLearner'),
        ofSpace.select(eb.fn.countAll<number>().as('n')).as('ofSpace'),
        ofSpace.select(({ fn }) => fn.max('turn').as('n')).as('last'),
        open
          .where('owner', 'is', null)
          .select(({ fn }) => fn.min('turn').as('n'))
          .as('first'),
      ];
    })
    .$narrowType<{ known: number; ofLearner: number; ofSpace: number }>()
    .executeTakeFirstOrThrow();
}

async function countBefore(trx: Transaction<Tables>, turn: number, sequence: number): Promise<number> {
  const { before } = await trx
    .selectFrom('jobs')
    .select(({ fn }) => fn.countAll<number>().as('before'))
    .where('done_at', 'is', null)
    .where('owner', 'is', null)
    .where((eb) =>
      eb.or([eb('turn', '<', turn), eb.and([eb('turn', '=', turn), eb('sequence', '<', sequence)])]),
    )
    .executeTakeFirstOrThrow();
  return before;
}
