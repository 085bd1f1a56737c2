import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { JobQueue } from './job-queue.ts';
import type { Tables } from './tables.ts';

/** Milliseconds for which a job is a process's own without a sign of life. */
const LEASE_MS = 6_000;

/** Our own table as the queue, with leases: SQLite writes one transaction at a time, so a take is exclusive. */
export function openEmbeddedQueue(db: Kysely<Tables>, clock: () => number): JobQueue {
  const owner = randomUUID();
  /** The leases of other processes, and since when (on the clock that nobody sets) they stand as they are. */
  let watched: Map<string, { readonly until: number; readonly since: number }> | undefined;

  /** The other processes that have died: at first whose lease has run out, later who did not renew it. */
  async function findDead(): Promise<string[]> {
    const leases = await db
      .selectFrom('jobs')
      .select(({ fn }) => ['owner', fn.max('leased_until').as('until')])
      .where('done_at', 'is', null)
      .where('owner', 'is not', null)
      .where('owner', '!=', owner)
      .groupBy('owner')
      .$narrowType<{ owner: string; until: number }>()
      .execute();
    const [now, before] = [performance.now(), watched];
    watched = new Map(
      leases.map(({ owner, until }) => {
        const last = before?.get(owner);
        return [owner, last?.until === until ? last : { until, since: now }];
      }),
    );
    // Not by the time of day after the start: set back, it would keep a lease for hours; set on, or after the sleep
    // of a laptop, it would take the jobs of processes that live.
    return leases
      .filter(({ owner, until }) =>
        before ? now - watched!.get(owner)!.since >= LEASE_MS : until <= clock(),
      )
      .map(({ owner }) => owner);
  }

  return {
    async admit() {},
    async put() {},
    async drop() {},
    async listen() {},
    async close() {},

    async take(platforms, most, full) {
      const next = db
        .selectFrom('jobs')
        .select('sequence')
        .where('done_at', 'is', null)
        .where('owner', 'is', null)
        .where('platform', 'in', platforms)
        .$if(full.length > 0, (waiting) => waiting.where('space', 'not in', full))
        .orderBy('turn')
        .orderBy('sequence')
        .limit(most);
      const rows = await db
        .updateTable('jobs')
        .set((eb) => ({ owner, leased_until: clock() + LEASE_MS, attempts: eb('attempts', '+', 1) }))
        .where('sequence', 'in', next)
        .returningAll()
        .execute();
      return rows.sort((a, b) => a.turn - b.turn || a.sequence - b.sequence);
    },

    async keep() {
      await db
        .updateTable('jobs')
        .set({ leased_until: clock() + LEASE_MS })
        .where('done_at', 'is', null)
        .where('owner', '=', owner)
        .execute();
    },

    async reclaim() {
      const dead = await findDead();
      if (dead.length === 0) return;
      await db
        .updateTable('jobs')
        .set({ owner: null, leased_until: null })
        .where('done_at', 'is', null)
        .where('owner', 'in', dead)
        .execute();
    },

    async giveBack(ids) {
      await db
        .updateTable('jobs')
        // Only what ended with its process counts as an attempt.
        .set((eb) => ({ owner: null, leased_until: null, attempts: eb('attempts', '-', 1) }))
        .where('owner', '=', owner)
        .where('id', 'in', ids)
        .execute();
    },
  };
}
