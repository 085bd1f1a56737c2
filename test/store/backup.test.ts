import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import Sqlite from 'libsql';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runBackup, runRestore } from '../../src/backup.ts';
import { backUp } from '../../src/store/backup.ts';
import { decodeLine, encodeLine } from '../../src/store/backup-format.ts';
import { migrations } from '../../src/store/migrations.ts';
import { openStore, type StoreOptions } from '../../src/store/open-store.ts';
import { restore } from '../../src/store/restore.ts';
import type { Run } from '../../src/store/store.ts';
import { UsageError } from '../../src/usage-error.ts';
import { type Postgres, startPostgres } from '../postgres.ts';
import { ada, draft } from './draft.ts';

let postgres: Postgres;
let folder: string;
beforeAll(async () => {
  postgres = await startPostgres();
  folder = await mkdtemp(join(tmpdir(), 'theta-backup-'));
});
afterAll(async () => {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

const databases = {
  SQLite: async (): Promise<StoreOptions> => ({ dataDir: await mkdtemp(join(folder, 'sqlite-')) }),
  PostgreSQL: async (): Promise<StoreOptions> => ({
    dataDir: '/nowhere',
    databaseUrl: await postgres.createDatabase(),
  }),
};
let file: string;
beforeEach(async () => {
  file = join(await mkdtemp(join(folder, 'file-')), 'theta-backup.gz');
});

const NASTY: Partial<Run>[] = [
  {},
  {
    asker: {
      platform: 'slack',
      space: "slack:T'; drop table runs; --",
      learner: '学生\u202e🦊"\\\n\r\u2028\u0085',
    },
    hyperparameters: { ...draft().hyperparameters, learningRate: 1e-300 },
    continues: '00000000',
    addedEpochs: 100_000,
    theta: { w: -1.7976931348623157e308, b: -0 },
    loss: { train: Number.POSITIVE_INFINITY, validation: Number.NEGATIVE_INFINITY, test: 5e-324 },
    verdict: 'diverged',
  },
  { theta: { w: 2, b: 0.1 + 0.2 }, createdAt: 0 },
];

async function add(options: StoreOptions, drafts: readonly Partial<Run>[]): Promise<Run[]> {
  const store = await openStore(options);
  const runs: Run[] = [];
  for (const [i, changes] of drafts.entries())
    runs.push(await store.addRun(`test:${Math.random()}${i}`, draft(changes)));
  await store.close();
  return runs;
}

/** All runs as the store gives them, the oldest first; SQLite knows no −0. */
async function runsIn(options: StoreOptions, askers = [ada, NASTY[1]!.asker!]): Promise<Run[]> {
  const store = await openStore(options);
  const lists = await Promise.all(askers.map((asker) => store.recentRuns(asker, 1e6)));
  await store.close();
  return lists.flatMap((list) => list.toReversed());
}

const sorted = (runs: readonly Run[]) =>
  runs
    .map((run) => ({ ...run, theta: { w: run.theta.w + 0, b: run.theta.b + 0 } }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));

async function refusal(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UsageError);
  const { message } = error as UsageError;
  expect(message).not.toContain('\n');
  expect(message).not.toContain(postgres.password);
  return message;
}

const kinds = Object.keys(databases) as (keyof typeof databases)[];
describe.each(kinds.flatMap((from) => kinds.map((to) => [from, to] as const)))(
  'a backup of %s restored into %s',
  (from, to) => {
    it('has every run and call as it was, and goes on counting behind them', async () => {
      const [source, target] = [await databases[from](), await databases[to]()];
      const runs = await add(source, NASTY);
      const call = { command: 'faq', options: { question: '会@everyone <b>吗？\u2028\u0000', x: 0.1 } };
      const store = await openStore(source);
      const id = await store.keepCall(call);
      await store.close();

      expect(await backUp(source, file)).toMatchObject({ runs: 3, calls: 1 });
      expect(await restore(target, file)).toMatchObject({ counts: { runs: 3, calls: 1 } });

      expect(sorted(await runsIn(target))).toStrictEqual(sorted(runs));
      const restored = await openStore(target);
      expect(await restored.findCall(id)).toEqual(call);
      const later = await restored.addRun('test:later', draft());
      expect((await restored.recentRuns(ada, 9)).map((run) => run.id)).toEqual([
        later.id,
        runs[2]!.id,
        runs[0]!.id,
      ]);
      await restored.close();
    });

    it('is of rows with whatever the columns take', { timeout: 120_000 }, async () => {
      const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'));
      const double = fc.double({ noNaN: true });
      const anyDraft = fc
        .record({ space: text, learner: text, w: double, b: double, loss: double, createdAt: fc.nat() })
        .map(({ space, learner, w, b, loss }) => ({
          asker: { platform: 'say', space, learner } as const,
          theta: { w, b },
          loss: { train: loss, validation: -loss, test: loss },
        }));
      await fc.assert(
        fc.asyncProperty(fc.array(anyDraft, { minLength: 1, maxLength: 20 }), async (drafts) => {
          const [source, target] = [await databases[from](), await databases[to]()];
          await add(source, drafts);
          await backUp(source, file, { overwrite: true });
          await restore(target, file);
          const askers = [...new Map(drafts.map(({ asker }) => [JSON.stringify(asker), asker])).values()];
          const [before, after] = [await runsIn(source, askers), await runsIn(target, askers)];
          expect(before).toHaveLength(drafts.length);
          expect(sorted(after).map(withoutMinusZero)).toStrictEqual(sorted(before).map(withoutMinusZero));
        }),
        { numRuns: 4 },
      );
    });
  },
);

function withoutMinusZero(run: Run): unknown {
  return JSON.parse(
    JSON.stringify(run, (_, value) => (typeof value === 'number' ? String(value + 0) : value)),
  );
}

describe('a line of a backup', () => {
  it('says any row in JSON, to the last bit', () => {
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.integer(), fc.constant(null));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value, { noNullPrototype: true }), (row) => {
        const line = encodeLine('runs', row);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        const [table, decoded] = decodeLine(JSON.parse(line));
        expect(table).toBe('runs');
        expect(Object.entries(decoded)).toStrictEqual(Object.entries(row));
      }),
    );
  });

  it('holds nothing that it could not give back', () => {
    for (const value of [1n, true, new Date(), Buffer.from('x'), undefined]) {
      expect(() => encodeLine('runs', { value })).toThrow(/can't hold/);
    }
    expect(() => decodeLine(['kysely_migration', {}])).toThrow();
  });
});

describe('a backup', () => {
  it('is for its owner alone, replaces nothing unasked, and leaves nothing else behind', async () => {
    const source = await databases.SQLite();
    await add(source, NASTY);
    expect(await runBackup(source, [file])).toMatch(
      /^Backed up 3 runs to .*theta-backup\.gz \(\d\.\d kB\)\.$/,
    );
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const first = await readFile(file);
    expect(await refusal(runBackup(source, [file]))).toMatch(/is there already.*--force/);
    expect(await readFile(file)).toEqual(first);
    await add(source, [{}]);
    expect(await runBackup(source, ['--force', file])).toContain('4 runs');
    expect(await readdir(join(file, '..'))).toEqual(['theta-backup.gz']);
  });

  it('names what is wrong with its arguments, its source or its place', async () => {
    const source = await databases.SQLite();
    expect(await refusal(runBackup(source, [file]))).toMatch(/no database in DATA_DIR: no file .*theta\.db/);
    expect(await readdir(source.dataDir)).toEqual([]);
    expect(await refusal(runBackup(await databases.PostgreSQL(), [file]))).toMatch(/is empty/);
    await add(source, [{}]);
    expect(await refusal(runBackup(source, [join(file, '..', 'none', 'x.gz')]))).toMatch(
      /can be written to .*ENOENT/,
    );
    expect(await refusal(runBackup(source, [join(file, '..'), '--force']))).toMatch(/can be written to/);
    for (const args of [[], ['a', 'b'], ['--what', 'a']]) {
      expect(await refusal(runBackup(source, args))).toBe(
        'backup takes a file, such as: backup theta-backup.gz [--force]',
      );
      expect(await refusal(runRestore(source, args))).toBe(
        'restore takes a file, such as: restore theta-backup.gz',
      );
    }
    const databaseUrl = `postgres://theta:S3cret@127.0.0.1:${postgres.port}/theta`;
    const wrong = await refusal(runBackup({ ...source, databaseUrl }, [file]));
    expect(wrong).toMatch(/refuses the user or the password/);
    expect(wrong).not.toContain('S3cret');
    expect(existsSync(file)).toBe(false);
  });

  it('says so when the database is damaged', async () => {
    const source = await databases.SQLite();
    await writeFile(join(source.dataDir, 'theta.db'), 'a letter to Theta\n'.repeat(500));
    expect(await refusal(backUp(source, file))).toMatch(/is damaged, or no database at all/);
    expect(await readdir(join(file, '..'))).toEqual([]);
  });

  it('is of every table but those of the moment', async () => {
    const source = await databases.SQLite();
    await add(source, []);
    const sqlite = new Sqlite(join(source.dataDir, 'theta.db'));
    const tables = sqlite.prepare("select name from sqlite_master where type = 'table'").all() as {
      name: string;
    }[];
    sqlite.close();
    const kept = tables.map(({ name }) => name).filter((name) => !/^(kysely_|jobs$|claims$)/.test(name));
    expect(Object.keys(await backUp(source, file)).sort()).toEqual(kept.sort());
    expect(await runRestore(await databases.PostgreSQL(), [file])).toMatch(
      /^Restored an empty database from /,
    );
  });

  it('copies what an older version has made, without migrating it', async () => {
    const source = await databases.SQLite();
    const runs = await add(source, [{}, {}]);
    const sqlite = new Sqlite(join(source.dataDir, 'theta.db'));
    const later = Object.keys(migrations('integer')).slice(1);
    for (const name of later) sqlite.prepare('delete from kysely_migration where name = ?').run([name]);
    const before = sqlite.prepare('select * from kysely_migration').all();
    expect(await backUp(source, file)).toMatchObject({ runs: 2, calls: 0 });
    expect(sqlite.prepare('select * from kysely_migration').all()).toEqual(before);
    sqlite.close();
    const target = await databases.PostgreSQL();
    await restore(target, file);
    expect(await runsIn(target)).toEqual(runs);
  });
});

/** Runs backup-process.ts. */
function start(mode: 'backup' | 'restore', options: StoreOptions, to: string): ChildProcess {
  const script = fileURLToPath(new URL('./backup-process.ts', import.meta.url));
  const args = ['--max-semi-space-size=2', '--import', 'tsx', script, mode, JSON.stringify(options), to];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function peakOf(mode: 'backup' | 'restore', options: StoreOptions, to: string): Promise<number> {
  const child = start(mode, options, to);
  let told = '';
  child.stdout!.on('data', (chunk: Buffer) => {
    told += chunk;
  });
  expect(await once(child, 'close')).toEqual([0, null]);
  return Number(told) / 1024;
}

const rowsIn = async (path: string) =>
  gunzipSync(await readFile(path))
    .toString()
    .split('\n')
    .filter((line) => line.startsWith('["runs"'));

describe.each(kinds)('a backup of a busy %s', (kind) => {
  const fill = async (options: StoreOptions, count: number) => {
    await add(options, [{}]);
    const columns = (await rowsOf(options))[0]!;
    const names = Object.keys(columns).filter((name) => name !== 'sequence');
    const select = names
      .map((name) => (name === 'id' ? `'r' || n` : name === 'request' ? 'null' : name))
      .join(', ');
    await execute(
      options,
      `insert into runs (${names.join(', ')}) with recursive c(n) as (select 1 union all select n + 1 from c where n < ${count}) select ${select} from c, (select * from runs limit 1) as one`,
    );
  };

  it('holds a moment: no run is missing before one that is there', async () => {
    const options = await databases[kind]();
    await fill(options, 3_000);
    const store = await openStore(options);
    const added: string[] = [];
    let done = false;
    const child = start('backup', options, file);
    const closed = once(child, 'close').then(([code]) => {
      done = true;
      expect(code).toBe(0);
    });
    while (!done) {
      added.push((await store.addRun(`test:${added.length}`, draft())).id);
      await sleep(0);
    }
    await closed;
    await store.close();
    const sequences = (await rowsIn(file)).map((line) => JSON.parse(line)[1]);
    const ids = new Set(sequences.map(({ id }) => id));
    const kept = added.filter((id) => ids.has(id));
    expect(kept).toEqual(added.slice(0, kept.length));
    expect(added.length).toBeGreaterThan(kept.length);
    const target = await databases.SQLite();
    expect((await restore(target, file)).counts.runs).toBe(3_001 + kept.length);
  });

  it('leaves no half file under the final name, whenever it is killed', async () => {
    const options = await databases[kind]();
    await fill(options, 30_000);
    let killed = 0;
    for (let attempt = 0; attempt < 6; attempt++) {
      const child = start('backup', options, file);
      const closed = once(child, 'close');
      const partial = async () => (await readdir(join(file, '..'))).some((name) => name.endsWith('.partial'));
      while (child.exitCode === null && !(await partial())) await sleep(2);
      await sleep(attempt * 15);
      child.kill('SIGKILL');
      const [, signal] = await closed;
      if (signal === 'SIGKILL') killed++;
      for (const name of await readdir(join(file, '..'))) {
        if (name.endsWith('.partial')) await rm(join(file, '..', name));
        else {
          expect(await rowsIn(file)).toHaveLength(30_001);
          await rm(file);
        }
      }
    }
    expect(killed).toBeGreaterThan(0);
  });

  it('takes as little memory for 100,000 runs as for a few', { timeout: 180_000 }, async () => {
    const [few, many, target] = [await databases[kind](), await databases[kind](), await databases[kind]()];
    await fill(few, 1_000);
    await fill(many, 100_000);
    const base = await peakOf('backup', few, file);
    const large = join(file, '..', 'large.gz');
    expect((await peakOf('backup', many, large)) - base).toBeLessThan(70);
    expect((await peakOf('restore', target, large)) - base).toBeLessThan(90);
    expect((await rowsOf(target, 'count(*) as n'))[0]).toEqual({ n: 100_001 });
  });
});

async function execute(options: StoreOptions, statement: string): Promise<void> {
  await rowsOf(options, statement, false);
}

/** Rows of `runs`, as SQL gives them: beside the code that is tested. */
async function rowsOf(options: StoreOptions, what = '*', select = true): Promise<Record<string, unknown>[]> {
  const statement = select ? `select ${what} from runs` : what;
  if (options.databaseUrl === undefined) {
    const sqlite = new Sqlite(join(options.dataDir, 'theta.db'));
    try {
      const prepared = sqlite.prepare(statement);
      if (select) return prepared.all() as Record<string, unknown>[];
      prepared.run();
      return [];
    } finally {
      sqlite.close();
    }
  }
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const client = new pg.Client({ connectionString: options.databaseUrl, types });
  await client.connect();
  const { rows } = await client.query(statement);
  await client.end();
  return rows;
}

describe('a restore', () => {
  const lines = async () =>
    gunzipSync(await readFile(file))
      .toString()
      .split(/(?<=\n)/);
  const seal = (body: readonly string[]) => {
    const sha256 = createHash('sha256').update(body.join('')).digest('hex');
    return gzipSync(`${body.join('')}${JSON.stringify({ sha256 })}\n`);
  };
  const withHeader = async (changes: object) => {
    const [header, ...rows] = (await lines()).slice(0, -1);
    return seal([`${JSON.stringify({ ...JSON.parse(header!), ...changes })}\n`, ...rows]);
  };
  const cutTo = (share: number) => async () => {
    const bytes = await readFile(file);
    return bytes.subarray(0, Math.floor(bytes.length * share));
  };
  const flipped = async () => {
    const bytes = await readFile(file);
    bytes[bytes.length >> 1]! ^= 0xff;
    return bytes;
  };
  const damaged = /is damaged or incomplete, a backup of \d{4}-.*: restore another copy/;
  const foreign = /is no backup made by Theta/;
  const newer = /is of a newer Theta \(9\.0\.0\): restore it with that version/;
  const bad: [string, () => Promise<Buffer>, RegExp][] = [
    ['an empty file', async () => Buffer.alloc(0), foreign],
    ['a letter', async () => Buffer.from('Dear Theta,\n'), foreign],
    ['another gzip', async () => gzipSync('{"format":"other","version":1}\n'), foreign],
    ['a gzip of zeros', async () => gzipSync(Buffer.alloc(40 * 1024 * 1024)), foreign],
    ['a database', async () => Buffer.from('SQLite format 3\0'), foreign],
    ['the first ten bytes', async () => (await readFile(file)).subarray(0, 10), foreign],
    ['a half', cutTo(0.5), damaged],
    ['all but the last byte', cutTo(0.9999), damaged],
    ['a flipped byte', flipped, damaged],
    ['no trailer', async () => gzipSync((await lines()).slice(0, -1).join('')), damaged],
    ['a header alone', async () => gzipSync((await lines())[0]!), damaged],
    ['a missing row', async () => gzipSync((await lines()).toSpliced(5, 1).join('')), damaged],
    [
      'a changed row',
      async () => gzipSync((await lines()).join('').replace('"verdict":"', '"verdict":"x')),
      damaged,
    ],
    ['two backups in one', async () => gzipSync((await lines()).join('').repeat(2)), damaged],
    ['a trailer twice', async () => gzipSync([...(await lines()), (await lines()).at(-1)].join('')), damaged],
    ['an unknown table', async () => seal([(await lines())[0]!, '["pg_user",{"id":1}]\n']), damaged],
    ['a strange value', async () => seal([(await lines())[0]!, '["runs",{"id":{"number":"1"}}]\n']), damaged],
    ['a newer format', () => withHeader({ version: 2, theta: '9.0.0', counts: [] }), newer],
    ['a newer database', () => withHeader({ theta: '9.0.0', migration: '999-later' }), newer],
  ];

  beforeEach(async () => {
    const source = await databases.SQLite();
    await add(
      source,
      Array.from({ length: 1_200 }, () => ({})),
    );
    await backUp(source, file);
  });

  it('refuses every bad file in a sentence, before it makes or touches the database', async () => {
    for (const [what, make, words] of bad) {
      const other = `${file}-bad`;
      await writeFile(other, await make());
      const target = await databases.SQLite();
      expect(await refusal(runRestore(target, [other])), what).toMatch(words);
      expect(await readdir(target.dataDir), what).toEqual([]);
    }
    const target = await databases.SQLite();
    expect(await refusal(restore(target, `${file}-none`))).toMatch(/There is no file/);
    expect(await refusal(restore(target, folder))).toMatch(/can't be read \(EISDIR\)/);
    expect(await readdir(target.dataDir)).toEqual([]);
  });

  it.each(kinds)('into %s mixes nothing with what is there', async (kind) => {
    const target = await databases[kind]();
    const [run] = await add(target, [{}]);
    expect(await refusal(restore(target, file))).toMatch(/holds runs already.*DATA_DIR.*DATABASE_URL/);
    expect(await runsIn(target)).toEqual([run]);
  });

  it.each(kinds)('into %s is wholly undone when a row does not fit', async (kind) => {
    const all = (await lines()).slice(0, -1);
    const last = JSON.parse(all.at(-1)!);
    for (const wrong of [{ w: null }, { surprise: 1 }, { sequence: 1 }]) {
      const row = `${JSON.stringify(['runs', { ...last[1], ...wrong }])}\n`;
      await writeFile(`${file}-bad`, seal([...all.slice(0, -1), row]));
      const target = await databases[kind]();
      expect(await refusal(restore(target, `${file}-bad`))).toMatch(/^Nothing was restored/);
      expect(await runsIn(target)).toEqual([]);
    }
    const target = await databases[kind]();
    expect(await runRestore(target, [file])).toMatch(/^Restored 1,200 runs from .*, as they were at \d{4}-/);
    expect(await runsIn(target)).toHaveLength(1_200);
  });

  it('needs a place that can be written to', async () => {
    const parent = await databases.SQLite();
    await mkdir(join(parent.dataDir, 'theta.db'));
    expect(await refusal(restore(parent, file))).toMatch(/DATA_DIR/);
    await truncate(file, 100);
    expect(await refusal(restore(parent, file))).toMatch(/no backup|damaged/);
  });
});
