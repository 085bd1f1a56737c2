import { createHash, randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type pg from 'pg';
import { fromKysely, type JobAttempt, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Platform } from '../command/invocation.ts';
import { isPassing } from './explain-fault.ts';
import type { JobQueue } from './job-queue.ts';
import type { Tables } from './tables.ts';

/** A queue for each platform that has jobs, so that a process takes only those that it can answer. */
const QUEUES: readonly Platform[] = ['discord', 'slack'];
const CHANNEL = 'theta_jobs';

/** Of one job. A job ends by its own time of expiry, not by these. */
const JOB_OPTIONS = {
  retryLimit: 1_000,
  /** The shortest that pg-boss takes. */
  heartbeatSeconds: 10,
  expireInSeconds: 6 * 3600,
};

/** Makes or updates the schema `pgboss` and our queues in it, under pg-boss's own lock. */
export async function installBoss(connection: pg.PoolConfig, log: Logger): Promise<void> {
  const boss = createBoss(connection, log);
  try {
    await boss.start();
    for (const queue of QUEUES) await boss.createQueue(queue);
  } finally {
    await boss.stop({ graceful: false });
  }
}

/**
 * pg-boss as the queue, with two connections of its own, and one more that listens once `listen` is called. A job of
 * pg-boss carries only the id of ours, and is deleted when ours is done.
 */
export async function openBossQueue(
  connection: pg.PoolConfig,
  db: Kysely<Tables>,
  log: Logger,
): Promise<JobQueue> {
  const boss = createBoss(connection, log);
  try {
    await boss.start();
  } catch (error) {
    await boss.stop({ graceful: false });
    throw error;
  }

  const owner = randomUUID();
  /** What this process took, as pg-boss tells one attempt from the next. */
  const taken = new Map<string, JobAttempt & { readonly platform: Platform }>();
  let listening: { close(): Promise<void> } | undefined;
  let order = QUEUES;

  const takenOf = (platform: Platform, ids: Iterable<string>) =>
    [...ids].flatMap((id) => {
      const attempt = taken.get(id);
      return attempt?.platform === platform ? [attempt] : [];
    });

  return {
    async admit(trx, { space, learner }) {
      await sql`select pg_advisory_xact_lock(hashtext('theta jobs'), hashtext(${`${space} ${learner}`})),
        pg_notify(${CHANNEL}, '')`.execute(trx);
    },

    async put(trx, { id, asker }, turn) {
      await boss.send(
        asker.platform,
        { id },
        { ...JOB_OPTIONS, id: toUuid(id), priority: -turn, group: { id: asker.space }, db: fromKysely(trx) },
      );
    },

    async take(platforms, most, full) {
      // In turns, lest one platform wait for another's burst.
      order = [...order.slice(1), ...order.slice(0, 1)];
      const attempts = new Map<string, JobAttempt & { readonly platform: Platform }>();
      const rows = await db.transaction().execute(async (trx) => {
        for (const platform of order.filter((name) => platforms.includes(name))) {
          if (attempts.size === most) break;
          const batch = { batchSize: most - attempts.size, ignoreGroups: [...full], db: fromKysely(trx) };
          for (const job of await boss.fetch<{ id: string }>(platform, batch)) {
            attempts.set(job.data.id, { id: job.id, retryCount: job.retryCount, platform });
          }
        }
        if (attempts.size === 0) return [];
        return trx
          .updateTable('jobs')
          .set((eb) => ({ owner, attempts: eb('attempts', '+', 1) }))
          .where('id', 'in', [...attempts.keys()])
          .where('done_at', 'is', null)
          .returningAll()
          .execute();
      });
      // Not before it is certain: what we don't know to be ours must not be kept alive.
      for (const { id } of rows) taken.set(id, attempts.get(id)!);
      return rows.sort((a, b) => a.turn - b.turn || a.sequence - b.sequence);
    },

    async keep() {
      for (const platform of QUEUES) {
        const attempts = takenOf(platform, taken.keys());
        if (attempts.length > 0) await boss.touch(platform, attempts);
      }
    },

    async reclaim() {
      await boss.supervise();
    },

    async drop(trx, platform, id) {
      await boss.deleteJob(platform, toUuid(id), { db: fromKysely(trx) });
      taken.delete(id);
    },

    async giveBack(ids) {
      await db.transaction().execute(async (trx) => {
        for (const platform of QUEUES) {
          const attempts = takenOf(platform, ids);
          if (attempts.length > 0) await boss.fail(platform, attempts, null, { db: fromKysely(trx) });
        }
        await trx
          .updateTable('jobs')
          // Only what ended with its process counts as an attempt.
          .set((eb) => ({ owner: null, attempts: eb('attempts', '-', 1) }))
          .where('owner', '=', owner)
          .where('id', 'in', ids)
          .execute();
        await sql`select pg_notify(${CHANNEL}, '')`.execute(trx);
      });
      for (const id of ids) taken.delete(id);
    },

    async listen(wake) {
      // From then on it connects again by itself.
      listening ??= await boss.getDb().listen!(CHANNEL, wake, wake);
    },

    async close() {
      await listening?.close();
      await boss.stop({ graceful: false });
    },
  };
}

function createBoss(connection: pg.PoolConfig, log: Logger): PgBoss {
  const boss = new PgBoss({
    ...(connection as { connectionString: string }),
    max: 2,
    // By `reclaim` instead, so that after an outage everyone first tells that they live.
    supervise: false,
    monitorIntervalSeconds: 1,
    schedule: false,
    registerInstance: false,
    // For tables of millions: ours holds open jobs only.
    reindex: false,
    monitorVacuum: false,
    openTelemetry: { enabled: false },
  });
  // Unheard, the event would end the process. Passing faults are told by those who wait for an answer.
  boss.on('error', (error) => {
    if (!isPassing(error)) log.error({ reason: error.message }, 'pg-boss reports an error');
  });
  return boss;
}

/** pg-boss's ids are UUIDs: one that follows from ours. */
function toUuid(id: string): string {
  const hex = createHash('sha256').update(id).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
