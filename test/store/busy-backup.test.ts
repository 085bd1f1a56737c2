import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Place } from '../../src/store/open-store.ts';
import { restore } from '../../src/store/restore.ts';
import { KINDS, useDatabases } from './databases.ts';
import { draft } from './draft.ts';
import { query } from './query.ts';
import { addRuns } from './stored-runs.ts';

const databases = useDatabases();
let file: string;
beforeEach(async () => {
  file = join(await databases.newFolder(), 'theta-backup.gz');
});

/** Runs backup-process.ts. */
function start(mode: 'backup' | 'restore', place: Place, to: string): ChildProcess {
  const script = fileURLToPath(new URL('./backup-process.ts', import.meta.url));
  const args = ['--max-semi-space-size=2', '--import', 'tsx', script, mode, JSON.stringify(place), to];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function peakOf(mode: 'backup' | 'restore', place: Place, to: string): Promise<number> {
  const child = start(mode, place, to);
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

describe.each(KINDS)('a backup of a busy %s', (kind) => {
  const fill = async (place: Place, count: number) => {
    await addRuns(place, [{}]);
    const columns = (await query(place, 'select * from runs'))[0]!;
    const names = Object.keys(columns).filter((name) => name !== 'sequence');
    const select = names
      .map((name) => (name === 'id' ? `'r' || n` : name === 'request' ? 'null' : name))
      .join(', ');
    await query(
      place,
      `insert into runs (${names.join(', ')}) with recursive c(n) as (select 1 union all select n + 1 from c where n < ${count}) select ${select} from c, (select * from runs limit 1) as one`,
    );
  };

  it('holds a moment: no run is missing before one that is there', async () => {
    const place = await databases[kind]();
    await fill(place, 3_000);
    const store = await openStore(place);
    const added: string[] = [];
    let done = false;
    const child = start('backup', place, file);
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
    const place = await databases[kind]();
    await fill(place, 30_000);
    let killed = 0;
    for (let attempt = 0; attempt < 6; attempt++) {
      const child = start('backup', place, file);
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
    expect((await query(target, 'select count(*) as n from runs'))[0]).toEqual({ n: 100_001 });
  });
});
