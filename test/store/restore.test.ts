import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { runRestore } from '../../src/backup.ts';
import { backUp } from '../../src/store/backup.ts';
import { restore } from '../../src/store/restore.ts';
import { KINDS, useDatabases } from './databases.ts';
import { refusalOf } from './refusal-of.ts';
import { addRuns, readRuns } from './stored-runs.ts';

const databases = useDatabases();
let file: string;
beforeEach(async () => {
  file = join(await databases.newFolder(), 'theta-backup.gz');
});
const refusal = (promise: Promise<unknown>) => refusalOf(promise, databases.postgres.password);

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
    await addRuns(
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
    expect(await refusal(restore(target, join(file, '..')))).toMatch(/can't be read \(EISDIR\)/);
    expect(await readdir(target.dataDir)).toEqual([]);
  });

  it.each(KINDS)('into %s mixes nothing with what is there', async (kind) => {
    const target = await databases[kind]();
    const [run] = await addRuns(target, [{}]);
    expect(await refusal(restore(target, file))).toMatch(/holds runs already.*DATA_DIR.*DATABASE_URL/);
    expect(await readRuns(target)).toEqual([run]);
  });

  it.each(KINDS)('into %s is wholly undone when a row does not fit', async (kind) => {
    const all = (await lines()).slice(0, -1);
    const last = JSON.parse(all.at(-1)!);
    for (const wrong of [{ w: null }, { surprise: 1 }, { sequence: 1 }]) {
      const row = `${JSON.stringify(['runs', { ...last[1], ...wrong }])}\n`;
      await writeFile(`${file}-bad`, seal([...all.slice(0, -1), row]));
      const target = await databases[kind]();
      expect(await refusal(restore(target, `${file}-bad`))).toMatch(/^Nothing was restored/);
      expect(await readRuns(target)).toEqual([]);
    }
    const target = await databases[kind]();
    expect(await runRestore(target, [file])).toMatch(/^Restored 1,200 runs from .*, as they were at \d{4}-/);
    expect(await readRuns(target)).toHaveLength(1_200);
  });

  it('needs a place that can be written to', async () => {
    const parent = await databases.SQLite();
    await mkdir(join(parent.dataDir, 'theta.db'));
    expect(await refusal(restore(parent, file))).toMatch(/DATA_DIR/);
    await truncate(file, 100);
    expect(await refusal(restore(parent, file))).toMatch(/no backup|damaged/);
  });
});
