import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import Sqlite from 'libsql';
import { beforeEach, describe, expect, it } from 'vitest';
import { runBackup, runRestore } from '../../src/backup.ts';
import { backUp } from '../../src/store/backup.ts';
import { migrations } from '../../src/store/migrations.ts';
import { openStore } from '../../src/store/open-store.ts';
import { restore } from '../../src/store/restore.ts';
import type { Run } from '../../src/store/store.ts';
import { KINDS, useDatabases } from './databases.ts';
import { ada, draft } from './draft.ts';
import { refusalOf } from './refusal-of.ts';
import { addRuns, readRuns } from './stored-runs.ts';

const databases = useDatabases();
let file: string;
beforeEach(async () => {
  file = join(await databases.newFolder(), 'theta-backup.gz');
});
const refusal = (promise: Promise<unknown>) => refusalOf(promise, databases.postgres.password);

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

/** SQLite knows no −0. */
const sorted = (runs: readonly Run[]) =>
  runs
    .map((run) => ({ ...run, theta: { w: run.theta.w + 0, b: run.theta.b + 0 } }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));

describe.each(KINDS.flatMap((from) => KINDS.map((to) => [from, to] as const)))(
  'a backup of %s restored into %s',
  (from, to) => {
    it('has every run and call as it was, and goes on counting behind them', async () => {
      const [source, target] = [await databases[from](), await databases[to]()];
      const runs = await addRuns(source, NASTY);
      const call = { command: 'faq', options: { question: '会@everyone <b>吗？\u2028\u0000', x: 0.1 } };
      const store = await openStore(source);
      const id = await store.keepCall(call);
      await store.close();

      expect(await backUp(source, file)).toMatchObject({ runs: 3, calls: 1 });
      expect(await restore(target, file)).toMatchObject({ counts: { runs: 3, calls: 1 } });

      expect(sorted(await readRuns(target, [ada, NASTY[1]!.asker!]))).toStrictEqual(sorted(runs));
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
          await addRuns(source, drafts);
          await backUp(source, file, { overwrite: true });
          await restore(target, file);
          const askers = [...new Map(drafts.map(({ asker }) => [JSON.stringify(asker), asker])).values()];
          const [before, after] = [await readRuns(source, askers), await readRuns(target, askers)];
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

describe('a backup', () => {
  it('is for its owner alone, replaces nothing unasked, and leaves nothing else behind', async () => {
    const source = await databases.SQLite();
    await addRuns(source, NASTY);
    expect(await runBackup(source, [file])).toMatch(
      /^Backed up 3 runs to .*theta-backup\.gz \(\d\.\d kB\)\.$/,
    );
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const first = await readFile(file);
    expect(await refusal(runBackup(source, [file]))).toMatch(/is there already.*--force/);
    expect(await readFile(file)).toEqual(first);
    await addRuns(source, [{}]);
    expect(await runBackup(source, ['--force', file])).toContain('4 runs');
    expect(await readdir(join(file, '..'))).toEqual(['theta-backup.gz']);
  });

  it('names what is wrong with its arguments, its source or its place', async () => {
    const source = await databases.SQLite();
    expect(await refusal(runBackup(source, [file]))).toMatch(/no database in DATA_DIR: no file .*theta\.db/);
    expect(await readdir(source.dataDir)).toEqual([]);
    expect(await refusal(runBackup(await databases.PostgreSQL(), [file]))).toMatch(/is empty/);
    await addRuns(source, [{}]);
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
    const databaseUrl = `postgres://theta:S3cret@127.0.0.1:${databases.postgres.port}/theta`;
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
    await addRuns(source, []);
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
    const runs = await addRuns(source, [{}, {}]);
    const sqlite = new Sqlite(join(source.dataDir, 'theta.db'));
    const later = Object.keys(migrations('integer')).slice(1);
    for (const name of later) sqlite.prepare('delete from kysely_migration where name = ?').run([name]);
    const before = sqlite.prepare('select * from kysely_migration').all();
    expect(await backUp(source, file)).toMatchObject({ runs: 2, calls: 0 });
    expect(sqlite.prepare('select * from kysely_migration').all()).toEqual(before);
    sqlite.close();
    const target = await databases.PostgreSQL();
    await restore(target, file);
    expect(await readRuns(target)).toEqual(runs);
  });
});
