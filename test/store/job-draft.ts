import type { Asker } from '../../src/command/invocation.ts';
import type { Job } from '../../src/command/jobs.ts';

/** A job as an adapter would add it, of the learner `n` if not said otherwise: a learner may have few. */
export function jobDraft(n: number | string, changes: Partial<Job> & { space?: string } = {}): Job {
  const { space = 'discord:1', ...rest } = changes;
  const asker: Asker = { platform: 'discord', space, learner: `learner ${n}` };
  const now = Date.now();
  return {
    id: `discord:${space}:${n}`,
    asker,
    request: { text: `/train epochs:${n}`, token: 'aW50ZXJhY3Rpb24' },
    receivedAt: now,
    expiresAt: now + 15 * 60_000,
    ...rest,
  };
}
