import { expect, it } from 'vitest';
import { watchWorkers } from '../../src/health/watch-workers.ts';

function watch() {
  const state = { now: 0, stuck: false, pings: 0 };
  const ping = async () => {
    state.pings += 1;
    if (state.stuck) throw new Error('stuck');
  };
  return { state, workers: watchWorkers(ping, () => state.now) };
}

it('asks when nothing is known, and then lets the worker be', async () => {
  const { workers, state } = watch();
  await workers.check();
  state.now = 9_999;
  await workers.check();
  expect(state.pings).toBe(1);
  state.now = 10_000;
  await workers.check();
  expect(state.pings).toBe(2);
});

it('lets a busy worker pass, and finds one that stopped answering', async () => {
  const { workers, state } = watch();
  state.stuck = true;
  workers.answered();
  await workers.check();
  expect(state.pings).toBe(0);
  state.now = 10_000;
  await expect(workers.check()).rejects.toThrow('stuck');
  state.stuck = false;
  await workers.check();
});

it('takes an answer from a clock that was set back for no fresh one', async () => {
  const { workers, state } = watch();
  state.now = 1_000_000;
  await workers.check();
  state.now = 0;
  await workers.check();
  expect(state.pings).toBe(2);
});
