import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { type Insertable, Kysely, Migrator, PostgresDialect, SqliteDialect } from 'kysely';
import Sqlite from 'libsql';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrations, type SequenceType } from '../../src/store/migrations.ts';
import { openStore, type StoreOptions } from '../../src/store/open-store.ts';
import { StoreError } from '../../src/store/store-error.ts';
import type { Tables } from '../../src/store/tables.ts';
import { freePort, type Postgres, startPostgres } from '../postgres.ts';
import { ada, draft } from './draft.ts';
import { jobDraft } from './job-draft.ts';

const A_LATER_MIGRATION = `insert into kysely_migration (name, timestamp) values ('999-later', '2030-01-01T00:00:00Z')`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'theta-open-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
const newFolder = () => mkdtemp(join(folder, 'data-'));

async function refusal(options: { dataDir?: string; databaseUrl?: string }): Promise<Error> {
  const error = await openStore({ dataDir: '/nowhere', ...options }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StoreError);
  return error as Error;
}

/** Makes a database as the first version left it, with a run in it. */
async function makeFirstVersion(db: Kysely<Tables>, sequenceType: SequenceType): Promise<string> {
  const first = Object.entries(migrations(sequenceType)).slice(0, 1);
  const provider = { getMigrations: async () => Object.fromEntries(first) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  expect(error).toBeUndefined();
  const { asker, theta, loss, hyperparameters, addedEpochs, continues, verdict } = draft();
  const row = {
    ...{ id: '01234567', ...asker, created_at: 1, hyperparameters: JSON.stringify(hyperparameters) },
    ...{ continues, added_epochs: addedEpochs, ...theta, verdict },
    ...{ train_loss: loss.train, validation_loss: loss.validation, test_loss: loss.test },
  };
  // As `request` is missing there, so is it here.
  await db
    .insertInto('runs')
    .values(row as Insertable<Tables['runs']>)
    .execute();
  await db.destroy();
  return row.id;
}

async function expectGoesOn(options: StoreOptions, id: string): Promise<void> {
  const store = await openStore(options);
  const old = await store.findRun(ada.space, id);
  expect(old).toEqual({ ...draft(), id, createdAt: 1 });
  const added = await store.addRun('discord:1', draft());
  expect(await store.recentRuns(ada, 9)).toEqual([added, old]);
  expect(await store.jobs.add(jobDraft(1))).toBe(0);
  await store.close();
}

describe('opening the embedded store', () => {
  it('makes a folder that is closed to other users, with all that it writes', async () => {
    const dataDir = join(await newFolder(), 'data');
    const store = await openStore({ dataDir });
    await store.addRun(randomUUID(), draft());
    await store.close();
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(dataDir)) expect(name).toMatch(/^theta\.db(-wal|-shm)?$/);
  });

  it('says so when DATA_DIR is not to be written', async () => {
    const parent = await newFolder();
    await writeFile(join(parent, 'file'), '');
    await mkdir(join(parent, 'theta.db'));
    for (const dataDir of [join(parent, 'file'), join(parent, 'file', 'data'), parent]) {
      const { message } = await refusal({ dataDir });
      expect(message).toContain(join(dataDir, 'theta.db'));
      expect(message).toContain('DATA_DIR');
    }
  });

  it('leaves a file alone that is no database', async () => {
    const dataDir = await newFolder();
    await writeFile(join(dataDir, 'theta.db'), 'a letter to Theta\n'.repeat(500));
    expect((await refusal({ dataDir })).message).toMatch(/theta\.db is damaged, or no database at all/);
    expect((await stat(join(dataDir, 'theta.db'))).size).toBe(9000);
  });

  it('brings a file of the first version up to date, with what is in it', async () => {
    const dataDir = await newFolder();
    const dialect = new SqliteDialect({ database: new Sqlite(join(dataDir, 'theta.db')) });
    await expectGoesOn({ dataDir }, await makeFirstVersion(new Kysely({ dialect }), 'integer'));
  });

  it('refuses a file of a newer version, and keeps it as it is', async () => {
    const dataDir = await newFolder();
    const store = await openStore({ dataDir });
    const run = await store.addRun(randomUUID(), draft());
    await store.close();
    const sqlite = new Sqlite(join(dataDir, 'theta.db'));
    sqlite.exec(A_LATER_MIGRATION);
    expect((await refusal({ dataDir })).message).toContain('newer version');
    sqlite.exec(`delete from kysely_migration where name = '999-later'`);
    sqlite.close();
    const reopened = await openStore({ dataDir });
    expect(await reopened.recentRuns(ada, 9)).toEqual([run]);
    await reopened.close();
  });
});

describe('opening PostgreSQL', () => {
  const secret = 'S3cret-w0rd';
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  const closed = async () => `postgres://theta:${secret}@127.0.0.1:${await freePort()}/theta`;
  const to = (userinfo: string, database: string) =>
    `postgres://${userinfo}@127.0.0.1:${postgres.port}/${database}`;
  const cases: [string, () => Promise<string>, RegExp][] = [
    ['a server that is not there', closed, /127\.0\.0\.1:\d+ gives no connection .*ECONNREFUSED/],
    ['a wrong password', async () => to(`theta:${secret}`, 'postgres'), /refuses the user or the password/],
    ['an unknown user', async () => to(`nobody:${secret}`, 'postgres'), /refuses the user or the password/],
    ['no password', async () => to('theta', 'postgres'), /gives no connection .*password/],
    ['another scheme', async () => `mysql://theta:${secret}@127.0.0.1/theta`, /not an address like/],
    ['no URL', async () => `theta:${secret}`, /not an address like/],
    ['a bare # in the password', async () => to(`theta:12#${secret}`, 'x'), /percent-encoded/],
    ['a bare / in the password', async () => to(`${secret}:12/34`, 'x'), /percent-encoded/],
    ['a bare ? in the password', async () => to(`${secret}:12?34`, 'x'), /percent-encoded/],
    ['a bare % in the password', async () => to(`theta:%zz${secret}`, 'x'), /percent-encoded/],
  ];
  it.each(cases)('explains %s, and tells no secret', async (_case, databaseUrl, words) => {
    const error = await refusal({ databaseUrl: await databaseUrl() });
    expect(error.message).toMatch(words);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(secret);
  });

  it('explains a database that is missing, and one where it may not make tables', async () => {
    const missing = await refusal({ databaseUrl: to(`theta:${postgres.password}`, 'missing') });
    expect(missing.message).toContain('create it first');
    await postgres.query(`create user guest password '${secret}'`);
    const forbidden = await refusal({ databaseUrl: to(`guest:${secret}`, 'postgres') });
    expect(forbidden.message).toContain('does not let this user create tables');
    for (const error of [missing, forbidden]) {
      const all = inspect(error, { depth: 9, showHidden: true });
      expect(all).not.toContain(secret);
      expect(all).not.toContain(postgres.password);
    }
  });

  it('brings a database of the first version up to date, with what is in it', async () => {
    const databaseUrl = await postgres.createDatabase();
    const dialect = new PostgresDialect({ pool: new pg.Pool({ connectionString: databaseUrl }) });
    const id = await makeFirstVersion(new Kysely({ dialect }), 'bigserial');
    await expectGoesOn({ dataDir: '/nowhere', databaseUrl }, id);
  });

  it('refuses a database of a newer version', async () => {
    const databaseUrl = await postgres.createDatabase();
    await openStore({ dataDir: '/nowhere', databaseUrl }).then((store) => store.close());
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query(A_LATER_MIGRATION);
    await client.end();
    expect((await refusal({ databaseUrl })).message).toContain('newer version');
  });
});
