import { join } from 'node:path';
import Sqlite from 'libsql';
import pg from 'pg';
import type { StoreOptions } from '../../src/store/open-store.ts';

/** All rows of a table, past the store. */
export async function readTable(
  { dataDir, databaseUrl }: StoreOptions,
  table: string,
): Promise<Record<string, unknown>[]> {
  if (databaseUrl === undefined) {
    const sqlite = new Sqlite(join(dataDir, 'theta.db'), { timeout: 5_000 });
    const rows = sqlite.prepare(`select * from ${table}`).all() as Record<string, unknown>[];
    sqlite.close();
    return rows;
  }
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query(`select * from ${table}`);
  await client.end();
  return rows;
}
