import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { isPassing } from './explain-fault.ts';
import type { Tables } from './tables.ts';

/** How long a job that is done is known when it comes again. Slack delivers again within the hour. */
const DONE_MS = 3 * 3600_000;
/** A job that is open so long after its time has nobody who could answer its platform, or tell that it expired. */
const OVERDUE_MS = 10 * 60_000;

export interface PruneOptions {
  readonly finish: (job: { id: string; platform: string }) => Promise<void>;
  readonly clock: () => number;
  readonly log: Logger;
}

/** Deletes what nobody needs any more: jobs long done, claims that ended. Closes jobs whose time is long over. */
export async function pruneJobs(db: Kysely<Tables>, { finish, clock, log }: PruneOptions): Promise<void> {
  const now = clock();
  try {
    await db
      .deleteFrom('jobs')
      .where('done_at', '<', now - DONE_MS)
      .execute();
    await db.deleteFrom('claims').where('until', '<', now).execute();
    const overdue = await db
      .selectFrom('jobs')
      .select(['id', 'platform'])
      .where('done_at', 'is', null)
      .where('expires_at', '<', now - OVERDUE_MS)
      .execute();
    for (const job of overdue) {
      await finish(job);
      log.warn({ id: job.id }, 'a job ran out of time before it was answered');
    }
  } catch (error) {
    // Comes round again.
    if (!isPassing(error)) log.error({ reason: (error as Error).message }, 'pruning jobs failed');
  }
}
