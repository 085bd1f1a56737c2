import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createProbe, NoAnswer } from '../../src/health/create-probe.ts';

/** Counts its questions, and answers them when told. */
function createOracle() {
  const asked: ((answer: string) => void)[] = [];
  return { asked, ask: () => new Promise<string>((resolve) => asked.push(resolve)) };
}

it('asks once for all who want to know at a time, and keeps the answer for a second', async () => {
  const { asked, ask } = createOracle();
  let now = 0;
  const probe = createProbe(ask, { withinMs: 1_000, clock: () => now });
  const all = Promise.all(Array.from({ length: 100 }, probe));
  await sleep(0);
  asked[0]?.('one');
  expect(new Set(await all)).toEqual(new Set(['one']));
  now = 999;
  expect(await probe()).toBe('one');
  now = 1_001;
  const later = probe();
  await sleep(0);
  asked[1]?.('two');
  expect(await later).toBe('two');
  expect(asked).toHaveLength(2);
});

it('keeps a failure for a second as well', async () => {
  let asked = 0;
  const ask = () => Promise.reject(new Error(`no ${++asked}`));
  let now = 0;
  const probe = createProbe(ask, { withinMs: 1_000, clock: () => now });
  await expect(probe()).rejects.toThrow('no 1');
  await expect(probe()).rejects.toThrow('no 1');
  now = 1_001;
  await expect(probe()).rejects.toThrow('no 2');
});

it('waits no longer than it may, asks no second question meanwhile, and recovers with the answer', async () => {
  const { asked, ask } = createOracle();
  let now = 0;
  const probe = createProbe(ask, { withinMs: 30, clock: () => now });
  const begun = performance.now();
  await expect(probe()).rejects.toBeInstanceOf(NoAnswer);
  expect(performance.now() - begun).toBeGreaterThanOrEqual(25);
  now = 5_000;
  await expect(probe()).rejects.toThrow('no answer within 0.03 s');
  expect(asked).toHaveLength(1);
  asked[0]?.('late');
  await sleep(0);
  now = 6_001;
  const recovered = probe();
  await sleep(0);
  asked[1]?.('on time');
  expect(await recovered).toBe('on time');
});

it('gives a lost question up after half a minute', async () => {
  const { asked, ask } = createOracle();
  let now = 0;
  const probe = createProbe(ask, { withinMs: 10, clock: () => now });
  await expect(probe()).rejects.toBeInstanceOf(NoAnswer);
  now = 30_000;
  const again = probe();
  await sleep(0);
  asked[1]?.('here');
  expect(await again).toBe('here');
});

it('takes an answer from a clock that was set back for no fresh one', async () => {
  let asked = 0;
  let now = 1_000_000;
  const probe = createProbe(() => ++asked, { withinMs: 100, clock: () => now });
  expect(await probe()).toBe(1);
  now = 0;
  expect(await probe()).toBe(2);
});
