import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWork } from '../../src/work/start-work.ts';
import type { Work } from '../../src/work/work.ts';
import { sampleBoard } from '../charts/sample-boards.ts';

let work: Work;
beforeAll(async () => {
  work = await startWork({ backend: 'cpu', painters: 1 });
});
afterAll(() => work.close());

it('frees the canvases of the boards it has drawn', async () => {
  const draw = async (boards: number) => {
    for (let i = 0; i < boards; i++) await work.draw(sampleBoard('normal'));
  };
  await draw(10);
  const before = process.memoryUsage.rss();
  await draw(40);
  // Kept, they would take 400 MB.
  expect(process.memoryUsage.rss() - before).toBeLessThan(200e6);
});
