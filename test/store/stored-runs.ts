import type { Asker } from '../../src/command/invocation.ts';
import { openStore, type Place } from '../../src/store/open-store.ts';
import type { Run } from '../../src/store/store.ts';
import { ada, draft } from './draft.ts';

export async function addRuns(place: Place, drafts: readonly Partial<Run>[]): Promise<Run[]> {
  const store = await openStore(place);
  const runs: Run[] = [];
  for (const [i, changes] of drafts.entries())
    runs.push(await store.addRun(`test:${Math.random()}${i}`, draft(changes)));
  await store.close();
  return runs;
}

/** All runs of some learners as the store gives them, the oldest first. */
export async function readRuns(place: Place, askers: readonly Asker[] = [ada]): Promise<Run[]> {
  const store = await openStore(place);
  const lists = await Promise.all(askers.map((asker) => store.recentRuns(asker, 1e6)));
  await store.close();
  return lists.flatMap((list) => list.toReversed());
}
