import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'libsql';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStore, type StoreOptions } from '../../src/store/open-store.ts';
import { type Store, StoreUnavailable } from '../../src/store/store.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { startProxy } from '../loopback-proxy.ts';
import { type Postgres, startPostgres } from '../postgres.ts';
import { ada, draft } from './draft.ts';
import { jobDraft } from './job-draft.ts';

const empty = { waiting: 0, running: 0 };
const stores: Store[] = [];
let lines: { level: number; msg: string }[] = [];
const log = pino({}, { write: (line) => void lines.push(JSON.parse(line)) });
const open = async (options: StoreOptions) => {
  const store = await openStore({ log, ...options });
  stores.push(store);
  return store;
};
beforeEach(() => {
  lines = [];
});
afterEach(() => Promise.all(stores.splice(0).map((store) => store.close())));

/** One call of each kind. */
const calls: Record<string, (store: Store) => Promise<unknown>> = {
  addRun: (store) => store.addRun(randomUUID(), draft()),
  findRun: (store) => store.findRun('discord:1', '00000000'),
  keepCall: (store) => store.keepCall({ command: 'faq', options: {} }),
  findInstallation: (store) => store.findInstallation('T1'),
  ping: (store) => store.ping(),
  'jobs.add': (store) => store.jobs.add(jobDraft(randomUUID())),
  'jobs.claim': (store) => store.jobs.claim('key', 1_000),
  'jobs.count': (store) => store.jobs.count(),
};

describe('a PostgreSQL that fails', () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());
  const newDatabase = async () => ({ dataDir: '/nowhere', databaseUrl: await postgres.createDatabase() });

  it('is told as unavailable while it is gone, and used again when it is back', async () => {
    const OTHERS = 4;
    const options = await newDatabase();
    const [chat, worker] = [await open(options), await open(options)];
    let [answers, notes] = [0, 0];
    let begin = () => {};
    const outage = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const slow = async (job: { keepNote(note: unknown): Promise<void> }) => {
      await outage;
      await job.keepNote('too early').catch((error) => {
        if (error instanceof StoreUnavailable) notes++;
      });
      await sleep(13_000);
      answers++;
    };
    await worker.jobs.start({ discord: slow });
    await chat.jobs.add(jobDraft(1));
    await expect.poll(() => chat.jobs.count()).toEqual({ waiting: 0, running: 1 });
    for (let n = 0; n < OTHERS; n++) {
      await (await open(options)).jobs.start({ discord: async () => void answers++ });
      // So that one of them looks for the dead before the worker has told that it lives.
      await sleep(2_000 / OTHERS);
    }

    await postgres.crash();
    begin();
    for (const call of Object.values(calls)) {
      await expect(call(chat)).rejects.toBeInstanceOf(StoreUnavailable);
    }
    await expect(chat.exclusively('x', async () => 1)).rejects.toBeInstanceOf(StoreUnavailable);
    // Longer than a heartbeat of pg-boss: who answers must not lose the job to the other for that.
    await sleep(12_000);
    await postgres.start();
    await expect.poll(() => chat.ping().then(() => 'up', String), { timeout: 5_000 }).toBe('up');
    for (const call of Object.values(calls)) await call(chat);
    expect(await chat.exclusively('x', async () => 1)).toBe(1);
    await expect.poll(() => answers, { timeout: 20_000 }).toBe(2);
    await expect.poll(() => chat.jobs.count(), { timeout: 5_000 }).toEqual(empty);
    await sleep(2_000);
    expect([answers, notes]).toEqual([2, 1]);
    // Each process that answers said once that it was gone, and once that it was back.
    expect(lines.filter((line) => line.msg.includes('out of reach'))).toHaveLength(1 + OTHERS);
    await expect
      .poll(() => lines.filter((line) => line.msg.includes('is back')), { timeout: 15_000 })
      .toHaveLength(1 + OTHERS);
    expect(lines.filter((line) => line.level >= 50)).toEqual([]);
    // It listens again: no poll is waited for.
    await worker.jobs.stop(0);
    const begun = performance.now();
    await chat.jobs.add(jobDraft(2));
    await expect.poll(() => answers, { interval: 5 }).toBe(3);
    expect(performance.now() - begun).toBeLessThan(900);
  }, 120_000);

  it('has its connections replaced when it ends them', async () => {
    const store = await open(await newDatabase());
    const run = await store.addRun('discord:1', draft());
    await postgres.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'theta'",
    );
    await expect.poll(() => store.ping().then(() => 'up', String)).toBe('up');
    expect(await store.recentRuns(ada, 9)).toEqual([run]);
  });

  it('lets one process at a time work under a name, and frees it of one that dies', async () => {
    const options = await newDatabase();
    const [one, two] = [await open(options), await open(options)];
    let [now, most] = [0, 0];
    const work = async () => {
      most = Math.max(most, ++now);
      await sleep(100);
      now--;
    };
    await Promise.all([one, two, one, two].map((store) => store.exclusively('identify', work)));
    expect(most).toBe(1);
    const holding = one.exclusively('identify', () => sleep(3_000));
    await sleep(500);
    // As the death of that process does: its sessions end.
    await postgres.query(
      "select pg_terminate_backend(pid) from pg_locks join pg_stat_activity using (pid) where locktype = 'advisory'",
    );
    const begun = performance.now();
    await two.exclusively('identify', work);
    expect(performance.now() - begun).toBeLessThan(2_000);
    await holding;
  });

  it('holds as many connections as it says', async () => {
    const options = await newDatabase();
    const store = await open(options);
    await store.jobs.start({ discord: async () => {} });
    await Promise.all(Array.from({ length: 200 }, (_, n) => store.jobs.add(jobDraft(n))));
    const client = new pg.Client({ connectionString: options.databaseUrl });
    await client.connect();
    const { rows } = await client.query(
      "select count(*)::int as n from pg_stat_activity where datname = current_database() and application_name = 'theta'",
    );
    await client.end();
    expect(rows[0].n).toBeGreaterThan(5);
    expect(rows[0].n).toBeLessThanOrEqual(13);
  });

  it('holds nobody up when it hangs', async () => {
    const { databaseUrl } = await newDatabase();
    const proxy = await startProxy(postgres.port);
    const store = await open({
      dataDir: '/nowhere',
      databaseUrl: databaseUrl.replace(`:${postgres.port}/`, `:${proxy.port}/`),
    });
    await store.ping();
    proxy.turn('lost');
    await Promise.all(
      Object.values(calls).map(async (call) => {
        const begun = performance.now();
        await expect(call(store)).rejects.toBeInstanceOf(StoreUnavailable);
        expect(performance.now() - begun).toBeLessThan(7_500);
      }),
    );
    proxy.turn('open');
    for (const call of Object.values(calls)) await call(store);
    await store.close();
    await proxy.close();
  });

  it('gives up on a statement that waits for a lock', async () => {
    const options = await newDatabase();
    const store = await open(options);
    const client = new pg.Client({ connectionString: options.databaseUrl });
    await client.connect();
    await client.query('begin; lock table jobs, runs in access exclusive mode');
    const begun = performance.now();
    await expect(store.jobs.add(jobDraft(1))).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.addRun('discord:1', draft())).rejects.toBeInstanceOf(StoreUnavailable);
    expect(performance.now() - begun).toBeLessThan(10_000);
    await client.query('rollback');
    await client.end();
    expect(await store.jobs.add(jobDraft(1))).toBe(0);
    expect(await store.recentRuns(ada, 9)).toEqual([]);
  });

  it('tells a full disk from a mistake of ours', async () => {
    const options = await newDatabase();
    const store = await open(options);
    const client = new pg.Client({ connectionString: options.databaseUrl });
    await client.connect();
    const raise = (code: string) =>
      client.query(`create or replace function refuse() returns trigger language plpgsql as
        $$ begin raise exception 'no' using errcode = '${code}'; end $$;
        create or replace trigger refuse before insert on runs for each row execute function refuse()`);
    for (const code of ['53100', '53200', '57P01', '25006', '58030']) {
      await raise(code);
      await expect(store.addRun('discord:1', draft())).rejects.toBeInstanceOf(StoreUnavailable);
    }
    await raise('23514');
    await expect(store.addRun('discord:1', draft())).rejects.toMatchObject({ name: 'error', code: '23514' });
    await client.end();
  });

  it('is waited for at the start if one is patient; a wrong password is not', async () => {
    const { databaseUrl } = await newDatabase();
    await postgres.crash();
    const opening = open({ dataDir: '/nowhere', databaseUrl, patience: 'forever' });
    await expect(openStore({ dataDir: '/nowhere', databaseUrl })).rejects.toBeInstanceOf(StoreError);
    await sleep(3_500);
    await postgres.start();
    await (await opening).ping();
    expect(lines).toMatchObject([
      { level: 40, reason: expect.stringContaining(`127.0.0.1:${postgres.port}`) },
    ]);
    expect(JSON.stringify(lines)).not.toContain(postgres.password);
    const wrong = databaseUrl.replace(postgres.password, 'wrong');
    await expect(openStore({ dataDir: '/nowhere', databaseUrl: wrong, patience: 'forever' })).rejects.toThrow(
      'refuses the user or the password',
    );
  });
});

describe('an embedded store that fails', () => {
  let dataDir: string;
  let store: Store;
  let sqlite: Sqlite.Database;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'theta-faults-'));
    // The store's own connection, for a limit holds for one alone.
    const pragma = vi.spyOn(Sqlite.prototype, 'pragma');
    store = await open({ dataDir });
    sqlite = pragma.mock.contexts[0] as Sqlite.Database;
    pragma.mockRestore();
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  it('is told as unavailable on a full disk, keeps what it has, and goes on when there is room', async () => {
    sqlite.exec('pragma max_page_count = 1');
    const added: string[] = [];
    const addAll = async () => {
      for (let n = 0; n < 100; n++) {
        const job = jobDraft(n, { request: { text: 'x'.repeat(3_000) } });
        await store.jobs.add(job);
        added.push(job.id);
      }
    };
    await expect(addAll()).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(
      store.keepCall({ command: 'faq', options: { question: 'x'.repeat(100_000) } }),
    ).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await store.jobs.count()).toEqual({ waiting: added.length, running: 0 });
    sqlite.exec('pragma max_page_count = 1000000');
    await store.jobs.add(jobDraft('after'));
    added.push(jobDraft('after').id);
    const answered: string[] = [];
    await store.jobs.start({ discord: async ({ id }) => void answered.push(id) });
    await expect.poll(() => answered).toEqual(added);
    await expect.poll(() => store.jobs.count()).toEqual(empty);
  });

  it('finishes what was answered while it could not be written, and says so once', async () => {
    let answers = 0;
    await store.jobs.start({
      async discord() {
        sqlite.exec('pragma query_only = on');
        answers++;
      },
    });
    await store.jobs.add(jobDraft(1));
    await expect.poll(() => answers).toBe(1);
    for (const name of ['addRun', 'keepCall', 'jobs.add', 'jobs.claim']) {
      await expect(calls[name]!(store), name).rejects.toBeInstanceOf(StoreUnavailable);
    }
    await store.ping();
    await sleep(7_000);
    expect(await store.jobs.count()).toEqual({ waiting: 0, running: 1 });
    sqlite.exec('pragma query_only = off');
    await expect.poll(() => store.jobs.count(), { timeout: 5_000 }).toEqual(empty);
    expect(answers).toBe(1);
    await expect
      .poll(() => lines.map((line) => line.msg), { timeout: 15_000 })
      .toEqual(['the database is out of reach: jobs wait for it', 'the database is back']);
  });

  it('waits for another process that writes, and stops nothing meanwhile', async () => {
    const other = new Sqlite(join(dataDir, 'theta.db'));
    other.exec('begin immediate');
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 10);
    const adding = store.jobs.add(jobDraft(1));
    await sleep(1_000);
    expect(ticks).toBeGreaterThan(50);
    other.exec('commit');
    expect(await adding).toBe(0);
    other.exec('begin immediate');
    const begun = performance.now();
    await expect(store.addRun('discord:1', draft())).rejects.toBeInstanceOf(StoreUnavailable);
    expect(performance.now() - begun).toBeLessThan(6_500);
    // Reading needs no lock.
    expect(await store.jobs.count()).toEqual({ waiting: 1, running: 0 });
    other.exec('commit');
    clearInterval(ticking);
    other.close();
    await store.addRun('discord:1', draft());
  });
});
