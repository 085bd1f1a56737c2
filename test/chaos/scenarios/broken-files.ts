import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import Sqlite from 'libsql';
import { runProgram } from '../../e2e/start-process.ts';
import { makeFolder } from '../folders.ts';
import type { Lesson } from '../lesson.ts';
import { momentOf, type Scenario } from '../scenario.ts';
import type { Tally } from '../tally.ts';

const run = promisify(execFile);
const mayMount = process.platform === 'linux' && process.getuid?.() === 0;

/** A bot that can't start must say so in one sentence, and leave the file as it is. */
async function expectRefusal(tally: Tally, DATA_DIR: string, words: RegExp): Promise<void> {
  const { code, err } = await runProgram([], { DATA_DIR });
  tally.expect(code === 2, `ended with ${code}`);
  tally.expect(words.test(err) && !/\n\s+at /.test(err), `said: ${err}`);
}

async function useOnce(lesson: Lesson, tally: Tally, DATA_DIR: string): Promise<void> {
  const bot = await lesson.start({ DATA_DIR });
  lesson.ask();
  await lesson.settle(tally);
  await lesson.terminate(bot);
}

/** Files that aren't what they should be, and disks without room. */
export const brokenFiles: readonly Scenario[] = [
  {
    fault: 'the disk is full (SQLite), then has room again',
    promise: 'told in words; later commands answered without a restart',
    times: 5,
    impossible: mayMount ? undefined : 'needs Linux and root, to mount a small disk',
    async run(lesson, tally) {
      const disk = await makeFolder();
      const DATA_DIR = join(disk, 'data');
      await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
      try {
        await lesson.start({ DATA_DIR });
        lesson.ask();
        await lesson.settle(tally);
        await writeFile(join(disk, 'filler'), Buffer.alloc(2 ** 20)).catch(() => undefined);
        for (let i = 0; i < 3; i++) lesson.ask();
        await lesson.settle(tally);
        tally.expect(tally.count('told') > 0, 'a full disk was not noticed');
        await run('rm', [join(disk, 'filler')]);
        await sleep(1_500);
        const told = tally.count('told');
        lesson.ask();
        await lesson.settle(tally);
        tally.expect(tally.count('told') === told, 'still told after there was room');
        await lesson.stopBots(tally);
      } finally {
        await run('umount', [disk]).catch(() => undefined);
      }
    },
  },
  {
    fault: 'a damaged database file',
    promise: 'the start ends with a sentence that says what to do',
    times: 5,
    async run(_lesson, tally, trial) {
      const DATA_DIR = await makeFolder();
      await writeFile(join(DATA_DIR, 'theta.db'), Buffer.alloc(4096 + 512 * trial, 7));
      await expectRefusal(tally, DATA_DIR, /theta\.db is damaged, or no database at all/);
    },
  },
  {
    fault: 'a database of a newer version',
    promise: 'the start ends with a sentence that says what to do',
    times: 3,
    async run(lesson, tally) {
      const DATA_DIR = await makeFolder();
      await useOnce(lesson, tally, DATA_DIR);
      const file = new Sqlite(join(DATA_DIR, 'theta.db'));
      file.exec(`insert into kysely_migration values ('999-future', '2030-01-01T00:00:00.000Z')`);
      file.close();
      await expectRefusal(tally, DATA_DIR, /newer version of Theta/);
    },
  },
  {
    fault: 'a database of the first version, with runs in it',
    promise: 'brought up to date at the start; its runs are still there',
    times: 3,
    async run(lesson, tally) {
      const DATA_DIR = await makeFolder();
      const file = new Sqlite(join(DATA_DIR, 'theta.db'));
      file.exec(FIRST_VERSION);
      file.close();
      await useOnce(lesson, tally, DATA_DIR);
      const { out } = await runProgram(['say', '/predict x:0.5 run:00000001', '--json'], { DATA_DIR });
      tally.expect(JSON.parse(out).ok === true, `an old run was lost: ${out}`);
    },
  },
  {
    fault: 'a backup taken while commands are answered, restored elsewhere',
    promise: 'every run that was shown before the backup is in it',
    times: 5,
    async run(lesson, tally, trial) {
      const DATA_DIR = await makeFolder();
      await lesson.start({ DATA_DIR });
      for (let i = 0; i < 3; i++) lesson.ask();
      await lesson.settle(tally);
      const shown = runsIn(DATA_DIR);
      for (let i = 0; i < 3; i++) lesson.ask();
      await sleep(momentOf(trial, 200));
      const [backup, elsewhere] = [join(await makeFolder(), 'theta.backup'), await makeFolder()];
      const taken = await runProgram(['backup', backup], { DATA_DIR });
      tally.expect(taken.code === 0, `the backup failed: ${taken.err}`);
      await lesson.settle(tally);
      const restored = await runProgram(['restore', backup], { DATA_DIR: elsewhere });
      tally.expect(restored.code === 0, `the restore failed: ${restored.err}`);
      const there = new Set(runsIn(elsewhere));
      tally.expect(
        shown.every((id) => there.has(id)),
        'a run is missing in the backup',
      );
    },
  },
];

function runsIn(folder: string): string[] {
  const file = new Sqlite(join(folder, 'theta.db'), { readonly: true });
  const rows = file.prepare('select id from runs').all() as { id: string }[];
  file.close();
  return rows.map(({ id }) => id);
}

/** What the first released migration made, and one run. */
const FIRST_VERSION = `
  create table kysely_migration (name varchar(255) not null primary key, timestamp varchar(255) not null);
  create table kysely_migration_lock (id varchar(255) not null primary key, is_locked integer default 0 not null);
  insert into kysely_migration_lock values ('migration_lock', 0);
  insert into kysely_migration values ('001-runs-and-calls', '2026-11-24T00:00:00.000Z');
  create table runs (sequence integer primary key, id text not null unique, platform text not null, space text not null,
    learner text not null, created_at bigint not null, hyperparameters text not null, continues text,
    added_epochs bigint not null, w double precision not null, b double precision not null,
    train_loss double precision not null, validation_loss double precision not null,
    test_loss double precision not null, verdict text not null);
  create index runs_of_a_learner on runs (space, learner, sequence);
  create table calls (id text primary key, call text not null);
  insert into runs values (1, '00000001', 'say', 'say', 'say', 1764000000000,
    '{"epochs":10,"learningRate":0.01,"batch":32,"samples":100,"noise":0.1,"seed":1}', null, 10,
    1.5, 1.2, 0.1, 0.1, 0.1, 'learning');
`;
