import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULTS } from '../../src/regression/hyperparameters.ts';
import { startWork } from '../../src/work/start-work.ts';
import type { Work } from '../../src/work/work.ts';
import { sampleBoard } from '../charts/sample-boards.ts';

let work: Work;
const done = { train: 0, draw: 0 };
beforeAll(async () => {
  work = await startWork({ backend: 'auto', painters: 1, onDone: (kind) => done[kind]++ });
});
afterAll(() => work.close());

describe('the workers', () => {
  it('train and draw, and tell of each job that they did', async () => {
    const { board } = await work.train({ ...DEFAULTS, seed: 7 });
    const [image] = await work.draw({ kind: 'board', locale: 'en', theme: 'light', ...board });
    expect(Buffer.from(image!.png).subarray(1, 4).toString()).toBe('PNG');
    expect(done).toEqual({ train: 1, draw: 1 });
    expect(work.waiting).toBe(0);
  });

  it('go on after a job for which there is no memory', async () => {
    await expect(work.train({ ...DEFAULTS, seed: 7, epochs: 1e12 })).rejects.toThrow();
    await expect(work.train({ ...DEFAULTS, seed: 7 })).resolves.toMatchObject({ theta: {} });
  });

  it.runIf(process.platform === 'linux')('let the event loop go first', async () => {
    const threads = await readdir('/proc/self/task');
    // The 19th field, niceness; the second, the name in brackets, may hold spaces.
    const nice = threads.map((thread) =>
      Number(readFileSync(`/proc/self/task/${thread}/stat`, 'utf8').split(') ')[1]!.split(' ')[16]),
    );
    expect(nice.filter((value) => value === 10)).toHaveLength(2);
    const main = readFileSync(`/proc/self/task/${process.pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[16];
    expect(Number(main)).toBe(0);
  });

  it('hold no more memory after a rush than at its beginning', async () => {
    const board = sampleBoard('normal');
    const drawAtOnce = (count: number) => Promise.all(Array.from({ length: count }, () => work.draw(board)));
    await drawAtOnce(40);
    const before = process.memoryUsage.rss();
    await drawAtOnce(160);
    expect(process.memoryUsage.rss() - before).toBeLessThan(100e6);
  }, 180_000);
});
