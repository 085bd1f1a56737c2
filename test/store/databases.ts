import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Place } from '../../src/store/open-store.ts';
import { type Postgres, startPostgres } from '../postgres.ts';

export type NewDatabase = () => Promise<Place>;

/** A PostgreSQL server and a folder for one test file, and new databases in them: call it at the top of the file. */
export function useDatabases() {
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
  const newFolder = () => mkdtemp(join(folder, 'new-'));
  return {
    get postgres() {
      return postgres;
    },
    newFolder,
    SQLite: async (): Promise<Place> => ({ dataDir: await newFolder() }),
    PostgreSQL: async () => ({ dataDir: '/nowhere', databaseUrl: await postgres.createDatabase() }),
  };
}

export const KINDS = ['SQLite', 'PostgreSQL'] as const;

/** Both kinds, for `describe.each`; SQLite in a folder that is still to be made. Call it at the top of a test file. */
export function bothDatabases(): [string, NewDatabase][] {
  const databases = useDatabases();
  return [
    ['SQLite', async () => ({ dataDir: join(await databases.newFolder(), 'made', 'by', 'Theta') })],
    ['PostgreSQL', databases.PostgreSQL],
  ];
}
