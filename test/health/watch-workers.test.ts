import { expect, it } from 'vitest';
import { watchWorkers } from '../../src/watch-workers.ts';

function watch() {
  const probed: string[] = [];
  const state = { now: 0, stuck: false };
  const probe = (kind: string) => async () => {
    probed.push(kind);
    if (state.stuck) throw new Error(`${kind} is stuck`);
  };
  const workers = watchWorkers({ train: probe('train'), draw: probe('draw') }, () => state.now);
  return { workers, probed, state };
}

it('asks the workers when nothing is known of them, and then lets them be', async () => {
  const { workers, probed, state } = watch();
  await workers.check();
  expect(probed).toEqual(['train', 'draw']);
  state.now = 9_999;
  await workers.check();
  expect(probed).toHaveLength(2);
  state.now = 10_000;
  await workers.check();
  expect(probed).toHaveLength(4);
});

it('asks only the kind that has been quiet', async () => {
  const { workers, probed } = watch();
  workers.answered('draw');
  await workers.check();
  expect(probed).toEqual(['train']);
});

it('lets busy workers pass, and finds those that stopped answering', async () => {
  const { workers, state } = watch();
  state.stuck = true;
  workers.answered('train');
  workers.answered('draw');
  await workers.check();
  state.now = 10_000;
  workers.answered('train');
  await expect(workers.check()).rejects.toThrow('draw is stuck');
});
