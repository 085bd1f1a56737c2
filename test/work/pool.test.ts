import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createPool, type Pool } from '../../src/work/pool.ts';

/** What the odd worker yields is a number of its own, different for each worker. */
let pool: Pool<string, number>;
const done: number[] = [];
const idleDeaths: string[] = [];

function openPool(shape: { threads?: number; longestMs?: number } = {}) {
  pool = createPool<string, number>({
    filename: new URL('./odd-worker.ts', import.meta.url).href,
    workerData: {},
    threads: 1,
    longestMs: 30_000,
    onDone: (seconds) => done.push(seconds),
    onIdleDeath: ({ message }) => idleDeaths.push(message),
    ...shape,
  });
  return pool;
}

afterEach(async () => {
  await pool.close();
  done.length = 0;
  idleDeaths.length = 0;
});

describe('a pool', () => {
  it('runs the default export, answers by others, and tells how long each job ran', async () => {
    const { run, ask } = openPool();
    expect(await ask('greeting')).toBe('hello');
    expect(done).toEqual([]);
    expect(await run('sleep')).toEqual(expect.any(Number));
    expect(done).toHaveLength(1);
    expect(done[0]).toBeGreaterThan(0.25);
  });

  it.each([
    ['throw', /no such order/],
    ['exit', /exited with code: 3/],
    ['eat', /memory/],
  ])('fails the job that makes its worker %s, and goes on', async (order, message) => {
    const { run } = openPool();
    const before = await run('work');
    const [failed, ...others] = await Promise.allSettled([run(order), run('work'), run('work')]);
    expect(failed).toMatchObject({ status: 'rejected', reason: { message: expect.stringMatching(message) } });
    for (const other of others) expect(other).toMatchObject({ status: 'fulfilled' });
    // Whoever only threw keeps its worker.
    expect((await run('work')) === before).toBe(order === 'throw');
    expect(done).toHaveLength(4);
  });

  it('ends a job that hangs, and replaces its worker', async () => {
    const { run, ask } = openPool({ longestMs: 2_000 });
    await ask('greeting');
    const before = await run('work');
    await expect(run('hang')).rejects.toMatchObject({ cause: { name: 'TimeoutError' } });
    expect(await run('work')).not.toBe(before);
  });

  it('counts what waits, and bounds the time that a job runs, not its wait', async () => {
    const { run, ask } = openPool({ longestMs: 2_000 });
    await ask('greeting');
    const jobs = Array.from({ length: 10 }, () => run('sleep'));
    await vi.waitFor(() => expect(pool.waiting).toBe(9));
    // Together they take longer than any of them may.
    expect(new Set(await Promise.all(jobs)).size).toBe(1);
    expect(done.reduce((sum, seconds) => sum + seconds)).toBeGreaterThan(2);
    expect(pool.waiting).toBe(0);
  });

  it('starts more workers when there is work for them', async () => {
    const { run } = openPool({ threads: 2 });
    const workers = new Set(await Promise.all(Array.from({ length: 40 }, () => run('sleep'))));
    expect(workers.size).toBe(2);
  });

  it.each(['die later', 'fail later'])('outlives workers that %s, with nothing to do', async (order) => {
    const { run } = openPool();
    const before = await run(order);
    // One that comes before the worker's end goes down with it.
    const isReplaced = async () => expect(await run('work').catch(() => before)).not.toBe(before);
    await vi.waitFor(isReplaced, { timeout: 20_000, interval: 100 });
    expect(idleDeaths).toEqual(order === 'fail later' ? ['too late'] : []);
  });

  it('closes: what waits is refused, what runs may end', async () => {
    const { run, ask, close } = openPool();
    await ask('greeting');
    const jobs = Promise.allSettled([run('sleep'), run('sleep')]);
    await sleep(50);
    await close();
    expect((await jobs).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });
});
