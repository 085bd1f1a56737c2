import { expect, it } from 'vitest';
import { createPacer } from '../../src/slack/pacer.ts';

it('lets a burst through at once, then one message an interval, in order, and each channel for itself', async () => {
  const pacer = createPacer(50, 3);
  const began = performance.now();
  const sent: [name: number, at: number][] = [];
  await Promise.all([
    ...[0, 1, 2, 3, 4, 5].map(async (name) => {
      await pacer.turn('C1');
      sent.push([name, performance.now() - began]);
    }),
    pacer.turn('C2').then(() => expect(performance.now() - began).toBeLessThan(45)),
  ]);
  expect(sent.map(([name]) => name)).toEqual([0, 1, 2, 3, 4, 5]);
  for (const [name, at] of sent) expect(at).toBeGreaterThanOrEqual(Math.max(0, name - 2) * 50 - 2);
  expect(sent[5]![1]).toBeGreaterThan(140);
});

it('knows whether a word and its answer would have to wait', async () => {
  const pacer = createPacer(10_000, 3);
  expect(pacer.isFree('C1')).toBe(true);
  await pacer.turn('C1');
  expect(pacer.isFree('C1')).toBe(true);
  await pacer.turn('C1');
  expect(pacer.isFree('C1')).toBe(false);
  expect(pacer.isFree('C2')).toBe(true);
});
