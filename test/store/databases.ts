import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { StoreOptions } from '../../src/store/open-store.ts';
import { type Postgres, startPostgres } from '../postgres.ts';

export type NewDatabase = () => Promise<Pick<StoreOptions, 'dataDir' | 'databaseUrl'>>;

/** Both kinds, for `describe.each`: call it at the top of a test file. */
export function bothDatabases(): [string, NewDatabase][] {
  let postgres: Postgres;
  let folder: string;
  beforeAll(async () => {
    postgres = await startPostgres();
    folder = await mkdtemp(join(tmpdir(), 'theta-store-'));
  });
  afterAll(async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return [
    [
      'SQLite',
      async () => ({ dataDir: join(await mkdtemp(join(folder, 'sqlite-')), 'made', 'by', 'Theta') }),
    ],
    ['PostgreSQL', async () => ({ dataDir: '/nowhere', databaseUrl: await postgres.createDatabase() })],
  ];
}
