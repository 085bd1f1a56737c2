import { createHash } from 'node:crypto';
import { open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import Sqlite from 'libsql';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { checkStore } from '../../src/store/check-store.ts';
import { migrations } from '../../src/store/migrations.ts';
import { openStore } from '../../src/store/open-store.ts';
import { collect, troubles } from '../checkup/collect.ts';
import { freePort } from '../postgres.ts';
import { KINDS, useDatabases } from './databases.ts';
import { draft } from './draft.ts';
import { query } from './query.ts';
import { addRuns, readRuns } from './stored-runs.ts';

const names = Object.keys(migrations('integer'));
const last = names.at(-1)!;

const databases = useDatabases();
const { newFolder } = databases;
describe.each(KINDS)('a check-up of %s', (kind) => {
  const fill = async () => {
    const place = await databases[kind]();
    await addRuns(place, [{}]);
    return place;
  };

  it('finds all well, beside a bot that has it open, and leaves it as it was', async () => {
    const place = await fill();
    const bot = await openStore(place);
    expect(await collect(checkStore(place, 'en'))).toEqual([
      `✔ The ${kind} database is of this version (${last}).`,
      ...(kind === 'SQLite' ? ['✔ SQLite finds no damage in the file.'] : []),
      '✔ A test row could be written, and was taken back.',
    ]);
    expect(await bot.findCall('check-up')).toBeUndefined();
    await bot.close();
    expect(await readRuns(place)).toHaveLength(1);
  });

  it('tells an older version from a newer one', async () => {
    const place = await fill();
    if (names.length > 1) {
      await query(place, `delete from kysely_migration where name = '${last}'`);
      expect(await troubles(checkStore(place, 'en'))).toEqual([
        expect.stringMatching(/^⚠ .* is of an older version, 1 migration behind\. Back it up/),
      ]);
    }
    await query(place, `insert into kysely_migration values ('999-later', '2030-01-01T00:00:00Z')`);
    expect(await collect(checkStore(place, 'en'))).toEqual([
      expect.stringMatching(
        /^✘ The database can’t be used\. The database was last used by a newer version of Theta\. Run that version/,
      ),
    ]);
  });

  it('tells of a database that only lets read', async () => {
    const place = await fill();
    const block =
      kind === 'SQLite'
        ? `create trigger no before insert on calls begin select raise(abort, 'closed for today'); end`
        : 'alter database theta_readonly set default_transaction_read_only = on';
    if (kind === 'PostgreSQL') {
      const name = new URL(place.databaseUrl!).pathname.slice(1);
      await databases.postgres.query(block.replace('theta_readonly', name));
    } else await query(place, block);
    expect(await troubles(checkStore(place, 'en'))).toEqual([
      expect.stringMatching(kind === 'SQLite' ? /^✘ .*closed for today/ : /^✘ .*read-only transaction/),
    ]);
  });
});

describe('a check-up of the embedded store', () => {
  const hashOf = async (file: string) =>
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex');

  it('makes nothing where there is nothing', async () => {
    const dataDir = await newFolder();
    expect(await collect(checkStore({ dataDir }, 'en'))).toEqual([
      '✔ There is no database yet: the first start makes it.',
    ]);
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('tells of a file that is no database, and of a damaged page', async () => {
    const dataDir = await newFolder();
    const file = join(dataDir, 'theta.db');
    await writeFile(file, 'a letter to Theta\n'.repeat(500));
    expect(await collect(checkStore({ dataDir }, 'en'))).toEqual([
      expect.stringMatching(/^✘ The database can’t be used\. .*theta\.db is damaged, or no database at all/),
    ]);
    await rm(file);

    const store = await openStore({ dataDir });
    for (let i = 0; i < 300; i++) await store.addRun(`test:${i}`, draft());
    await store.close();
    // Out of the log, which would cover the damage.
    await query({ dataDir }, 'pragma wal_checkpoint(truncate)');
    const bytes = await readFile(file);
    const page = 4096;
    const damaged = await open(file, 'r+');
    // A leaf of the table of runs: its last page but a few, overwritten.
    for (let at = bytes.length - 6 * page; at < bytes.length - 3 * page; at += page) {
      await damaged.write(Buffer.alloc(page, 0x5a), 0, page, at);
    }
    await damaged.close();
    const before = await hashOf(file);
    const lines = await troubles(checkStore({ dataDir }, 'zh'));
    expect(lines[0]).toMatch(/^✘ (数据库文件损坏了|数据库用不了。)/);
    expect(await hashOf(file)).toBe(before);
  });

  it('says so when another process holds the lock', { timeout: 30_000 }, async () => {
    const dataDir = await newFolder();
    await openStore({ dataDir }).then((store) => store.close());
    const other = new Sqlite(join(dataDir, 'theta.db'));
    other.exec('begin immediate');
    expect(await troubles(checkStore({ dataDir }, 'en'))).toEqual([
      expect.stringMatching(/^✘ .*(locked|5 seconds)/),
    ]);
    other.exec('rollback');
    other.close();
  });
});

describe('a check-up of PostgreSQL', () => {
  it('finds an empty database well, and makes no table in it', async () => {
    const databaseUrl = await databases.postgres.createDatabase();
    const place = { dataDir: '/nowhere', databaseUrl };
    const lines = [
      '✔ The PostgreSQL database is empty: the first start makes its tables.',
      '✔ A test row could be written, and was taken back.',
    ];
    expect(await collect(checkStore(place, 'en'))).toEqual(lines);
    expect(await collect(checkStore(place, 'en'))).toEqual(lines);
  });

  it('tells what keeps it out, without the password', async () => {
    const secret = 'S3cret-w0rd';
    const cases: [string, RegExp][] = [
      [
        `postgres://theta:${secret}@127.0.0.1:${databases.postgres.port}/postgres`,
        /refuses the user or the password/,
      ],
      [
        `postgres://theta:${secret}@127.0.0.1:${await freePort()}/theta`,
        /gives no connection \(.*ECONNREFUSED/,
      ],
      [
        `postgres://theta:${databases.postgres.password}@127.0.0.1:${databases.postgres.port}/missing`,
        /create it first/,
      ],
      [`postgres://theta:1/2#${secret}@127.0.0.1/theta`, /percent-encoded/],
    ];
    for (const [databaseUrl, words] of cases) {
      const lines = await collect(checkStore({ dataDir: '/nowhere', databaseUrl }, 'en'));
      expect(lines).toEqual([expect.stringMatching(words)]);
      expect(lines[0]).toMatch(/^✘/);
      expect(lines.join()).not.toMatch(new RegExp(`${secret}|${databases.postgres.password}`));
    }
  });

  it('tells of a user who may make no tables', async () => {
    const databaseUrl = await databases.postgres.createDatabase();
    await databases.postgres.query(`create user checker password 'let-me-in'`);
    const url = databaseUrl.replace(/theta:[^@]+/, 'checker:let-me-in');
    expect(await troubles(checkStore({ dataDir: '/nowhere', databaseUrl: url }, 'en'))).toEqual([
      expect.stringMatching(/^✘ .*does not let this user create tables/),
    ]);
  });

  it('waits no longer than five seconds for a server that says nothing', { timeout: 30_000 }, async () => {
    const port = await freePort();
    const hanging = createServer((socket) => socket.on('error', () => socket.destroy()));
    await new Promise<void>((resolve) => hanging.listen(port, '127.0.0.1', resolve));
    const databaseUrl = `postgres://theta:x@127.0.0.1:${port}/theta`;
    const before = performance.now();
    expect(await collect(checkStore({ dataDir: '/nowhere', databaseUrl }, 'en'))).toEqual([
      expect.stringMatching(/^✘ .* gives no connection \(Connection terminated due to connection timeout\)/),
    ]);
    expect(performance.now() - before).toBeLessThan(7_000);
    hanging.close();
  });

  it('waits five seconds for a lock', { timeout: 30_000 }, async () => {
    const databaseUrl = await databases.postgres.createDatabase();
    const place = { dataDir: '/nowhere', databaseUrl };
    await openStore(place).then((store) => store.close());
    const other = new pg.Client({ connectionString: databaseUrl });
    await other.connect();
    await other.query('begin; lock table calls in exclusive mode');
    expect(await troubles(checkStore(place, 'en'))).toEqual([
      expect.stringMatching(/^✘ The database does not answer within 5 seconds/),
    ]);
    await other.end();
  });
});
