import { join } from 'node:path';
import Sqlite from 'libsql';
import pg from 'pg';
import type { Place } from '../../src/store/open-store.ts';

/** Runs a statement past the store. Resolves to its rows; none where it gives none back. */
export async function query(
  { dataDir, databaseUrl }: Place,
  statement: string,
): Promise<Record<string, unknown>[]> {
  if (databaseUrl === undefined) {
    const sqlite = new Sqlite(join(dataDir, 'theta.db'), { timeout: 5_000 });
    try {
      const prepared = sqlite.prepare(statement);
      if (prepared.reader) return prepared.all() as Record<string, unknown>[];
      prepared.run();
      return [];
    } finally {
      sqlite.close();
    }
  }
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const client = new pg.Client({ connectionString: databaseUrl, types });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
