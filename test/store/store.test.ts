import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Asker } from '../../src/command/invocation.ts';
import { openStore, type StoreOptions } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { bothDatabases } from './databases.ts';
import { ada, draft } from './draft.ts';
import { startStoreProcess } from './start-store-process.ts';

describe.each(bothDatabases())('the store on %s', (_name, newDatabase) => {
  let options: StoreOptions;
  let stores: Store[];
  let store: Store;
  const open = async (more: Partial<StoreOptions> = {}) => {
    const opened = await openStore({ ...options, ...more });
    stores.push(opened);
    return opened;
  };
  beforeEach(async () => {
    options = await newDatabase();
    stores = [];
    store = await open();
  });
  afterEach(() => Promise.all(stores.map((opened) => opened.close())));

  it('gives back a run as it was, to the last bit, after a restart', async () => {
    const before = Date.now();
    const run = await store.addRun(randomUUID(), draft());
    const other = await store.addRun(
      randomUUID(),
      draft({
        asker: { platform: 'slack', space: "slack:T'; drop table runs; --", learner: '学生\u202e🦊"' },
        hyperparameters: { ...draft().hyperparameters, learningRate: 1e-300, noise: 0 },
        continues: run.id,
        addedEpochs: 100_000,
        theta: { w: -1.7976931348623157e308, b: 0 },
        loss: { train: 3.4028234663852886e38, validation: Number.POSITIVE_INFINITY, test: 1 },
        verdict: 'diverged',
      }),
    );
    expect(run).toEqual({ ...draft(), id: run.id, createdAt: run.createdAt });
    expect(run.id).toMatch(/^[0-9a-hjkmnp-tv-z]{8}$/);
    expect(run.createdAt).toBeGreaterThanOrEqual(before);
    expect(run.createdAt).toBeLessThanOrEqual(Date.now());

    await store.close();
    const reopened = await open();
    expect(await reopened.findRun(run.asker.space, run.id)).toStrictEqual(run);
    expect(await reopened.findRun(other.asker.space, other.id)).toStrictEqual(other);
    expect(await reopened.recentRuns(other.asker, 9)).toStrictEqual([other]);
  });

  it('keeps spaces apart, and learners within a space', async () => {
    const namesake: Asker = { ...ada, space: 'discord:2' };
    const neighbour: Asker = { ...ada, learner: '43' };
    const [hers, namesakes, neighbours] = [
      await store.addRun(randomUUID(), draft()),
      await store.addRun(randomUUID(), draft({ asker: namesake })),
      await store.addRun(randomUUID(), draft({ asker: neighbour })),
    ];
    expect(await store.recentRuns(ada, 9)).toEqual([hers]);
    expect(await store.recentRuns(namesake, 9)).toEqual([namesakes]);
    expect(await store.recentRuns(neighbour, 9)).toEqual([neighbours]);
    expect(await store.recentRuns({ ...ada, learner: '4' }, 9)).toEqual([]);
    expect(await store.findRun(ada.space, neighbours.id)).toEqual(neighbours);
    expect(await store.findRun(ada.space, namesakes.id)).toBeUndefined();
    expect(await store.findRun(ada.space, 'zzzzzzzz')).toBeUndefined();
  });

  it('lists runs newest first, within a millisecond and when the clock is set back', async () => {
    const times = [5000, 5000, 5000, 4000, 9000, 1000];
    let tick = 0;
    const clocked = await open({ clock: () => times[tick++]! });
    const ids: string[] = [];
    for (const _ of times) ids.unshift((await clocked.addRun(randomUUID(), draft())).id);
    const recent = await clocked.recentRuns(ada, 9);
    expect(recent.map((run) => run.id)).toEqual(ids);
    expect(recent.map((run) => run.createdAt)).toEqual(times.toReversed());
    expect((await clocked.recentRuns(ada, 2)).map((run) => run.id)).toEqual(ids.slice(0, 2));
  });

  it('draws another id when one is taken, and gives up on a source that is stuck', async () => {
    const draws = [1, 1, 1, 2];
    const unlucky = await open({ random: (size) => new Uint8Array(size).fill(draws.shift() ?? 2) });
    expect((await unlucky.addRun(randomUUID(), draft())).id).toBe('11111111');
    expect((await unlucky.addRun(randomUUID(), draft())).id).toBe('22222222');
    await expect(unlucky.addRun(randomUUID(), draft())).rejects.toThrow('No free run id');
    expect(await unlucky.recentRuns(ada, 9)).toHaveLength(2);
  });

  it('adds the run of a request once, in whatever process, and after a crash that hid it', async () => {
    const second = await open();
    const runs = await Promise.all(
      Array.from({ length: 12 }, (_, i) => (i % 2 ? store : second).addRun('discord:7', draft())),
    );
    expect(new Set(runs.map((run) => run.id)).size).toBe(1);
    expect(await store.recentRuns(ada, 9)).toEqual([runs[0]]);
    // The one that is there, whatever came later.
    const changed = draft({ verdict: 'diverged' });
    expect(await (await open()).addRun('discord:7', changed)).toEqual(runs[0]);
    expect((await store.addRun('discord:8', changed)).id).not.toBe(runs[0]!.id);
  });

  it('keeps one installation of a workspace, the newest, until it is deleted', async () => {
    expect(await store.findInstallation('T1')).toBeUndefined();
    await store.saveInstallation('T1', 'sealed: 1');
    await store.saveInstallation('T2', 'sealed: 2');
    await store.saveInstallation('T1', "sealed: '3'; drop table installations; --\u202e");
    const second = await open();
    expect(await second.findInstallation('T1')).toBe("sealed: '3'; drop table installations; --\u202e");
    await second.deleteInstallation('T1');
    await second.deleteInstallation('T1');
    expect(await store.findInstallation('T1')).toBeUndefined();
    expect(await store.findInstallation('T2')).toBe('sealed: 2');
  });

  it('runs work under a name one at a time, in order, and under other names meanwhile', async () => {
    const begun: number[] = [];
    let [now, most] = [0, 0];
    const work = async (n: number) => {
      begun.push(n);
      most = Math.max(most, ++now);
      await sleep(20);
      now--;
      return n * n;
    };
    const all = Array.from({ length: 5 }, (_, n) => store.exclusively('identify', () => work(n)));
    expect(await store.exclusively('another', async () => now)).toBeLessThanOrEqual(1);
    expect(await Promise.all(all)).toEqual([0, 1, 4, 9, 16]);
    expect(begun).toEqual([0, 1, 2, 3, 4]);
    expect(most).toBe(1);
    const fault = Object.assign(new Error('gateway'), { code: 'ECONNREFUSED' });
    await expect(store.exclusively('identify', () => Promise.reject(fault))).rejects.toBe(fault);
    expect(await store.exclusively('identify', async () => 'goes on')).toBe('goes on');
  });

  it('takes a whole class at once', async () => {
    const runs = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        store.addRun(randomUUID(), draft({ asker: { ...ada, learner: `${i % 4}` } })),
      ),
    );
    expect(new Set(runs.map((run) => run.id)).size).toBe(40);
    const kept = await Promise.all(
      [0, 1, 2, 3].map((i) => store.recentRuns({ ...ada, learner: `${i}` }, 99)),
    );
    expect(kept.map((list) => list.length)).toEqual([10, 10, 10, 10]);
    expect(new Set(kept.flat().map((run) => run.id))).toEqual(new Set(runs.map((run) => run.id)));
  });

  it('keeps a call once under one short id, whoever asks and in whatever order', async () => {
    const call = {
      command: 'faq',
      options: { question: '会@everyone <b>吗？', from: 'a'.repeat(3000), x: 0.1 },
    };
    const reordered = {
      options: { x: 0.1, from: 'a'.repeat(3000), question: '会@everyone <b>吗？' },
      command: 'faq',
    };
    const second = await open();
    const ids = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? store : second).keepCall(i % 3 ? call : reordered)),
    );
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^[0-9a-f]{24}$/);
    expect(await second.findCall(ids[0]!)).toEqual(call);
    expect(await store.keepCall({ ...call, options: { ...call.options, x: '0.1' } })).not.toBe(ids[0]);
    expect(await store.findCall('0'.repeat(24))).toBeUndefined();
  });

  it('opens for four processes that start at the same moment on a new database', async () => {
    const fresh = await newDatabase();
    const processes = Array.from({ length: 4 }, () => startStoreProcess(fresh, 'once'));
    const endings = await Promise.all(processes.map((child) => child.ended));
    expect(endings.map((ending) => ending.errors)).toEqual(['', '', '', '']);
    const ids = endings.flatMap((ending) => ending.ids);
    expect(ids).toHaveLength(4);
    options = fresh;
    const recent = await (await open()).recentRuns(ada, 9);
    expect(new Set(recent.map((run) => run.id))).toEqual(new Set(ids));
  });

  it('works beside another process, and loses no acknowledged run of it when that is killed', async () => {
    const writer = startStoreProcess(options, 'forever');
    const ours: string[] = [];
    await expect
      .poll(
        async () => {
          if (writer.told() > 0) ours.push((await store.addRun(randomUUID(), draft())).id);
          return writer.told();
        },
        { interval: 1, timeout: 30_000 },
      )
      .toBeGreaterThan(50);
    writer.kill();
    const { ids } = await writer.ended;
    expect(ours.length).toBeGreaterThan(0);

    await store.close();
    const reopened = await open();
    const kept = new Set((await reopened.recentRuns(ada, 1_000_000)).map((run) => run.id));
    expect([...ids, ...ours].filter((id) => !kept.has(id))).toEqual([]);
    // At most one more: on disk, but killed before it could be told.
    expect(kept.size - ids.length - ours.length).toBeLessThanOrEqual(1);
  });

  it('answers a ping until it is closed', async () => {
    await expect(store.ping()).resolves.toBeUndefined();
    await store.close();
    await expect(store.ping()).rejects.toThrow();
    await expect(store.addRun(randomUUID(), draft())).rejects.toThrow();
    await expect(store.close()).resolves.toBeUndefined();
  });
});
