import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AnswerJob, MOST_ATTEMPTS, type TakenJob } from '../../src/command/jobs.ts';
import { LearnerError } from '../../src/command/learner-error.ts';
import { openStore, type StoreOptions } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { bothDatabases } from './databases.ts';
import { jobDraft } from './job-draft.ts';
import { query } from './query.ts';

const HOUR = 3_600_000;

describe.each(bothDatabases())('jobs on %s', (_name, newDatabase) => {
  let options: StoreOptions;
  let stores: Store[];
  let store: Store;
  let lines: Record<string, unknown>[];
  const log = pino({}, { write: (line) => void lines.push(JSON.parse(line)) });
  const open = async (more: Partial<StoreOptions> = {}) => {
    const opened = await openStore({ ...options, log, ...more });
    stores.push(opened);
    return opened;
  };
  beforeEach(async () => {
    options = await newDatabase();
    stores = [];
    lines = [];
    store = await open();
  });
  afterEach(() => Promise.all(stores.map((opened) => opened.close())));

  /** Answers at once, and remembers what it was given. */
  const collect = () => {
    const taken: TakenJob[] = [];
    const answer: AnswerJob = async (job) => void taken.push(job);
    return { taken, answer };
  };
  const refusal = async (adding: Promise<unknown>) => {
    const error = await adding.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(LearnerError);
    return (error as LearnerError).mistake;
  };
  const empty = { waiting: 0, running: 0 };

  it('hands a job to its answerer as it was added, with what comes later too', async () => {
    const { taken, answer } = collect();
    const first = jobDraft(1, { request: { 会: ["'; drop table jobs; --", null, 1e-300, '\u202e🦊'] } });
    expect(await store.jobs.add(first)).toBe(0);
    expect(await store.jobs.count()).toEqual({ waiting: 1, running: 0 });
    await store.jobs.start({ discord: answer });
    await expect.poll(() => taken.length).toBe(1);
    expect(taken[0]).toEqual({ ...first, attempt: 1, note: undefined, keepNote: expect.any(Function) });
    const started = performance.now();
    expect(await store.jobs.add(jobDraft(2))).toBe(0);
    await expect.poll(() => taken.length, { interval: 5 }).toBe(2);
    // Woken by the add, not by a poll.
    expect(performance.now() - started).toBeLessThan(900);
    await expect.poll(() => store.jobs.count()).toEqual(empty);
  });

  it('leaves the process its turns while a whole class is kept', async () => {
    let turns = 0;
    const count = () => {
      turns++;
      turn = setImmediate(count);
    };
    let turn = setImmediate(count);
    await Promise.all(Array.from({ length: 200 }, (_, n) => store.jobs.add(jobDraft(n))));
    clearImmediate(turn);
    expect(turns).toBeGreaterThan(1);
  });

  it('takes a request once, however often and wherever it is delivered, and also when it is answered', async () => {
    const second = await open();
    const { taken, answer } = collect();
    const added = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? store : second).jobs.add(jobDraft(1))),
    );
    expect(added.filter((place) => place !== undefined)).toEqual([0]);
    await store.jobs.start({ discord: answer });
    await expect.poll(() => store.jobs.count()).toEqual(empty);
    expect(await second.jobs.add(jobDraft(1))).toBeUndefined();
    await sleep(100);
    expect(taken).toHaveLength(1);
  });

  it('shares jobs between processes, and hands none out twice', async () => {
    const second = await open();
    const [ours, theirs] = [collect(), collect()];
    await store.jobs.start({ discord: ours.answer });
    await second.jobs.start({ discord: theirs.answer });
    await Promise.all(Array.from({ length: 120 }, (_, i) => (i % 2 ? store : second).jobs.add(jobDraft(i))));
    await expect.poll(() => store.jobs.count(), { timeout: 10_000 }).toEqual(empty);
    const ids = [...ours.taken, ...theirs.taken].map((job) => job.id);
    expect(ids).toHaveLength(120);
    expect(new Set(ids).size).toBe(120);
    expect(ours.taken.length).toBeGreaterThan(0);
    expect(theirs.taken.length).toBeGreaterThan(0);
  });

  it('wakes a process that only answers', async () => {
    const worker = await open();
    const { taken, answer } = collect();
    await worker.jobs.start({ discord: answer });
    for (let n = 0; n < 3; n++) {
      await store.jobs.add(jobDraft(n));
      await expect.poll(() => taken.length, { timeout: 3_000 }).toBe(n + 1);
    }
  });

  it('lets a process answer only the platforms that it knows', async () => {
    const { taken, answer } = collect();
    await store.jobs.start({ discord: answer });
    const slack = jobDraft('s', {
      id: 'slack:1',
      asker: { platform: 'slack', space: 'slack:T1', learner: 'U1' },
    });
    await store.jobs.add(slack);
    await store.jobs.add(jobDraft(1));
    await expect.poll(() => taken.map((job) => job.id)).toEqual([jobDraft(1).id]);
    const second = await open();
    await second.jobs.start({ slack: answer });
    await expect.poll(() => taken.at(-1)?.id, { timeout: 3_000 }).toBe('slack:1');
  });

  it('gives each space its turn: one that comes late is not behind all of a busy one', async () => {
    for (let i = 0; i < 200; i += 20) {
      await Promise.all(
        Array.from({ length: 20 }, (_, k) => store.jobs.add(jobDraft(i + k, { space: 'discord:busy' }))),
      );
    }
    expect(await store.jobs.add(jobDraft('a', { space: 'discord:calm' }))).toBeLessThan(12);
    expect(await store.jobs.add(jobDraft('b', { space: 'discord:calm' }))).toBeLessThan(24);
    const narrow = await open({ concurrency: 1 });
    const { taken, answer } = collect();
    await narrow.jobs.start({ discord: answer });
    await expect.poll(() => taken.length, { timeout: 20_000 }).toBe(202);
    const spaces = taken.map((job) => job.asker.space);
    expect(spaces.indexOf('discord:calm')).toBeLessThan(12);
    expect(spaces.lastIndexOf('discord:calm')).toBeLessThan(24);
    // And one after another, in the order in which they came, up to those that came at the same moment.
    const busy = taken
      .filter((job) => job.asker.space === 'discord:busy')
      .map((job) => Number(job.id.split(':').at(-1)));
    for (const [i, n] of busy.entries()) expect(Math.abs(n - i)).toBeLessThan(40);
  });

  it('leaves hands free for others while one space’s answers take long', async () => {
    const narrow = await open({ concurrency: 6 });
    const started: string[] = [];
    const ends: (() => void)[] = [];
    await narrow.jobs.start({
      discord(job) {
        started.push(job.asker.space);
        return new Promise((end) => void ends.push(end));
      },
    });
    for (let i = 0; i < 8; i++) await store.jobs.add(jobDraft(i, { space: 'discord:crowded' }));
    await expect.poll(() => started.length, { timeout: 3_000 }).toBe(4);
    for (let i = 0; i < 2; i++) await store.jobs.add(jobDraft(i, { space: `discord:${i}` }));
    await expect.poll(() => started.slice(4).sort(), { timeout: 3_000 }).toEqual(['discord:0', 'discord:1']);
    for (const end of ends.splice(0, 1)) end();
    await expect.poll(() => started.at(-1), { timeout: 3_000 }).toBe('discord:crowded');
    await sleep(1_200);
    expect(started).toHaveLength(7);
    for (const end of ends) end();
  });

  it('alternates between spaces that are equally busy', async () => {
    for (const space of ['discord:1', 'discord:2', 'discord:3']) {
      for (let i = 0; i < 6; i++) await store.jobs.add(jobDraft(i, { space }));
    }
    const narrow = await open({ concurrency: 1 });
    const { taken, answer } = collect();
    await narrow.jobs.start({ discord: answer });
    await expect.poll(() => taken.length, { timeout: 10_000 }).toBe(18);
    const spaces = taken.map((job) => job.asker.space);
    for (let i = 0; i < 18; i += 3) expect(new Set(spaces.slice(i, i + 3)).size).toBe(3);
  });

  it('answers as many at once as it may, and no more', async () => {
    const narrow = await open({ concurrency: 3 });
    let [now, most, done] = [0, 0, 0];
    await narrow.jobs.start({
      async discord() {
        most = Math.max(most, ++now);
        await sleep(50);
        now--;
        done++;
      },
    });
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => narrow.jobs.add(jobDraft(i, { space: `discord:${i % 2}` }))),
    );
    await expect.poll(() => done, { timeout: 10_000 }).toBe(20);
    expect(most).toBe(3);
  });

  it('refuses a sixth open job of a learner in a space, also when they come at once', async () => {
    const hers = (n: number, space = 'discord:1') =>
      jobDraft(n, { space, id: `${space}/${n}`, asker: { platform: 'discord', space, learner: '42' } });
    const results = await Promise.allSettled(Array.from({ length: 12 }, (_, n) => store.jobs.add(hers(n))));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(5);
    expect(await refusal(store.jobs.add(hers(20)))).toEqual({ code: 'learner-busy', waiting: 5 });
    // Known is known, also of one who is busy.
    const known = results.findIndex((result) => result.status === 'fulfilled');
    expect(await store.jobs.add(hers(known))).toBeUndefined();
    expect(await store.jobs.add(hers(0, 'discord:2'))).toEqual(expect.any(Number));
    expect(await store.jobs.add(jobDraft('43'))).toEqual(expect.any(Number));

    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await store.jobs.start({ discord: () => held });
    await expect.poll(() => store.jobs.count()).toEqual({ waiting: 0, running: 7 });
    // Those under way count too.
    expect(await refusal(store.jobs.add(hers(21)))).toEqual({ code: 'learner-busy', waiting: 5 });
    release();
    await expect.poll(() => store.jobs.count()).toEqual(empty);
    expect(await store.jobs.add(hers(22))).toBe(0);
  });

  it('refuses more than 2,000 open jobs of a space', async () => {
    for (let i = 0; i < 2_000; i += 100) {
      await Promise.all(Array.from({ length: 100 }, (_, k) => store.jobs.add(jobDraft(i + k))));
    }
    expect(await refusal(store.jobs.add(jobDraft(2_000)))).toEqual({ code: 'space-busy', waiting: 2_000 });
    expect(await store.jobs.add(jobDraft(1, { space: 'discord:2' }))).toBeLessThan(12);
  });

  it('lets the first claim on a key through, across processes, until it ends or the clock is set back', async () => {
    let now = 1_000_000_000;
    const [one, two] = [await open({ clock: () => now }), await open({ clock: () => now })];
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? one : two).jobs.claim('press:1', 5_000)),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await one.jobs.claim('press:2', 5_000)).toBe(true);
    now -= 20;
    expect(await two.jobs.claim('press:2', 5_000), 'by a machine whose clock is behind').toBe(false);
    now += 20 + 4_999;
    expect(await two.jobs.claim('press:1', 5_000)).toBe(false);
    now += 1;
    expect(await two.jobs.claim('press:1', 5_000)).toBe(true);
    now -= HOUR;
    expect(await two.jobs.claim('press:1', 5_000)).toBe(true);
    expect(await one.jobs.claim('press:1', 5_000)).toBe(false);
  });

  it('does not answer a job whose time ran out, and says so in the log', async () => {
    await store.jobs.add(jobDraft(1, { expiresAt: Date.now() - 1 }));
    const { taken, answer } = collect();
    await store.jobs.start({ discord: answer });
    await expect.poll(() => store.jobs.count()).toEqual(empty);
    expect(taken).toEqual([]);
    expect(lines).toMatchObject([
      { level: 40, id: jobDraft(1).id, msg: expect.stringContaining('out of time') },
    ]);
  });

  it('closes a job that is rejected, and logs once, without what a platform put into its error', async () => {
    await store.jobs.start({
      discord: () =>
        Promise.reject(
          Object.assign(new Error('Unknown Webhook'), { code: 10015, requestBody: 'my secret' }),
        ),
    });
    await store.jobs.add(jobDraft(1));
    await expect.poll(() => lines.length).toBe(1);
    await expect.poll(() => store.jobs.count()).toEqual(empty);
    expect(lines).toMatchObject([
      { level: 50, id: jobDraft(1).id, error: { name: 'Error', message: 'Unknown Webhook', code: 10015 } },
    ]);
    expect(JSON.stringify(lines)).not.toContain('my secret');
  });

  it('keeps nothing of what was written once a job is done', async () => {
    const { taken, answer } = collect();
    await store.jobs.start({
      discord: async (job) => {
        await job.keepNote({ message: 'm1' });
        expect((await query(options, 'select * from jobs'))[0]).toMatchObject({ note: '{"message":"m1"}' });
        await answer(job);
      },
    });
    await store.jobs.add(jobDraft(1));
    await expect.poll(() => store.jobs.count()).toEqual(empty);
    await taken[0]!.keepNote('too late');
    expect(await query(options, 'select * from jobs')).toMatchObject([
      { request: null, note: null, owner: null },
    ]);
  });

  it('hands over what is under way when it stops: the next process gets the note', async () => {
    const { taken, answer } = collect();
    const stopped = await open();
    await stopped.jobs.start({
      async discord(job) {
        await job.keepNote({ message: 'm1' });
        if (job.id.endsWith('slow')) await sleep(60_000, undefined, { ref: false });
        else await sleep(200);
        await answer(job);
      },
    });
    await stopped.jobs.add(jobDraft('slow'));
    await stopped.jobs.add(jobDraft('quick'));
    await expect.poll(() => stopped.jobs.count()).toEqual({ waiting: 0, running: 2 });
    await sleep(50);
    const before = performance.now();
    await stopped.jobs.stop(400);
    expect(performance.now() - before).toBeLessThan(3_000);
    // What ends within the patience is done.
    expect(taken.map((job) => job.id)).toEqual([jobDraft('quick').id]);
    expect(await store.jobs.count()).toEqual({ waiting: 1, running: 0 });
    expect(lines).toMatchObject([{ level: 40, ids: [jobDraft('slow').id] }]);
    // And it takes no more.
    await stopped.jobs.add(jobDraft('next'));
    await sleep(1_500);
    expect(await store.jobs.count()).toEqual({ waiting: 2, running: 0 });

    const next = collect();
    await store.jobs.start({ discord: next.answer });
    await expect.poll(() => next.taken.length, { timeout: 3_000 }).toBe(2);
    expect(next.taken).toMatchObject([
      // A stop is no attempt that failed.
      { id: jobDraft('slow').id, attempt: 1, note: { message: 'm1' } },
      { id: jobDraft('next').id, attempt: 1 },
    ]);
    await expect.poll(() => store.jobs.count()).toEqual(empty);
  });

  it('hands a job out again however often, for its answerer decides when to apologise', async () => {
    const { taken, answer } = collect();
    await store.jobs.add(jobDraft(1));
    await query(options, `update jobs set attempts = ${MOST_ATTEMPTS + 4}`);
    await store.jobs.start({ discord: answer });
    await expect.poll(() => taken.map(({ attempt }) => attempt)).toEqual([MOST_ATTEMPTS + 5]);
  });

  it('keeps what it holds through a long stop', async () => {
    const { taken, answer } = collect();
    const stopping = await open();
    await stopping.jobs.start({
      async discord(job) {
        await sleep(14_000);
        await answer(job);
      },
    });
    await stopping.jobs.add(jobDraft(1));
    await expect.poll(() => store.jobs.count()).toEqual({ waiting: 0, running: 1 });
    const other = collect();
    await store.jobs.start({ discord: other.answer });
    await stopping.jobs.stop(20_000);
    expect([taken.length, other.taken.length]).toEqual([1, 0]);
    expect(await store.jobs.count()).toEqual(empty);
  });

  it('forgets jobs three hours after they were done, and closes those that nobody can answer', async () => {
    const { answer } = collect();
    await store.jobs.start({ discord: answer });
    await store.jobs.add(jobDraft(1));
    await store.jobs.claim('old', 1_000);
    const slack = jobDraft('s', {
      id: 'slack:1',
      asker: { platform: 'slack', space: 'slack:T1', learner: 'U1' },
    });
    await store.jobs.add(slack);
    await expect.poll(() => store.jobs.count()).toEqual({ waiting: 1, running: 0 });
    const soon = await open({ clock: () => Date.now() + 2 * HOUR });
    await soon.jobs.start({});
    await expect.poll(() => store.jobs.count()).toEqual(empty);
    expect(lines).toMatchObject([{ level: 40, id: 'slack:1' }]);
    expect(await query(options, 'select * from claims')).toEqual([]);
    expect(await store.jobs.add(jobDraft(1))).toBeUndefined();
    const later = await open({ clock: () => Date.now() + 6 * HOUR });
    await later.jobs.start({});
    await expect.poll(() => query(options, 'select * from jobs')).toEqual([]);
    // What had no answerer has left pg-boss too.
    if (options.databaseUrl) expect(await query(options, 'select * from pgboss.job')).toEqual([]);
  });
});
