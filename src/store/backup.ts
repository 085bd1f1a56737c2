import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { sql, type Transaction } from 'kysely';
import { projectRoot } from '../project-root.ts';
import { UsageError } from '../usage-error.ts';
import {
  BACKED_UP_TABLES,
  type BackedUpTable,
  type Counts,
  encodeLine,
  FORMAT,
  type Header,
  VERSION,
} from './backup-format.ts';
import { readMigrated } from './migrate.ts';
import { type DatabaseAsIs, openAsIs } from './open-as-is.ts';
import type { Place } from './open-store.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';

/** How many rows are held in memory at a time. */
const PAGE = 1_000;

/**
 * Copies a database into one file, as it is at one moment, while others go on writing to it. The database itself stays
 * untouched, also one that an older Theta has made. The file appears under its name when it is whole and on disk.
 * @param overwrite whether a file of that name is replaced
 * @returns how many rows of which table
 * @throws UsageError when there is nothing to copy, or no place to copy it to
 */
export async function backUp(place: Place, file: string, { overwrite = false } = {}): Promise<Counts> {
  if (!overwrite && existsSync(file)) {
    throw new UsageError(`${file} is there already: choose another name, or add --force to replace it.`);
  }
  const { db, explain } = openAsIs(place);
  try {
    return await db
      .transaction()
      // One snapshot for all that follows. SQLite has no other, and takes no notice.
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (snapshot) => {
        const header = await createHeader(snapshot);
        await writeWhole(file, writeLines(snapshot, header, explain));
        return header.counts;
      });
  } catch (error) {
    throw error instanceof UsageError ? error : explain(error);
  } finally {
    await db.destroy();
  }
}

async function createHeader(snapshot: Transaction<Tables>): Promise<Header> {
  const { done } = await readMigrated(snapshot);
  const migration = done.at(-1);
  if (migration === undefined) throw new StoreError('The database is empty: Theta has not used it yet.');
  const counts: Record<string, number> = {};
  for (const { name, since } of BACKED_UP_TABLES) {
    if (!done.includes(since)) continue;
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(name)}`.execute(snapshot);
    counts[name] = rows[0]!.n;
  }
  const { version: theta } = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8'));
  return { format: FORMAT, version: VERSION, theta, migration, time: new Date().toISOString(), counts };
}

async function* writeLines(
  snapshot: Transaction<Tables>,
  header: Header,
  explain: DatabaseAsIs['explain'],
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  const hashed = (lines: string) => {
    hash.update(lines);
    return lines;
  };
  yield hashed(`${JSON.stringify(header)}\n`);
  for (const table of BACKED_UP_TABLES) {
    if (header.counts[table.name] === undefined) continue;
    try {
      for await (const page of readPages(snapshot, table)) {
        yield hashed(page.map((row) => encodeLine(table.name, row)).join(''));
      }
    } catch (error) {
      // Here, where it can't be taken for an error of the file that is written.
      throw explain(error);
    }
  }
  yield `${JSON.stringify({ sha256: hash.digest('hex') })}\n`;
}

async function* readPages(snapshot: Transaction<Tables>, { name, key }: BackedUpTable) {
  const column = sql.ref(key);
  for (let after = sql`true`; ; ) {
    const { rows } = await sql<Record<string, unknown>>`
      select * from ${sql.table(name)} where ${after} order by ${column} limit ${PAGE}
    `.execute(snapshot);
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE) return;
    after = sql`${column} > ${rows.at(-1)![key]}`;
  }
}

/** Whatever happens on the way, under the name there is the whole file or what was there before. */
async function writeWhole(file: string, lines: AsyncIterable<string>): Promise<void> {
  // In the same folder, since a file is renamed in one step only within a file system.
  const partial = `${file}.${randomBytes(4).toString('hex')}.partial`;
  try {
    // Others may not read it: it tells who trained what.
    const output = createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(lines, createGzip(), output);
    await rename(partial, file);
    await syncFolder(dirname(file));
  } catch (error) {
    await rm(partial, { force: true });
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new UsageError(`No backup can be written to ${file}: ${error.message}.`);
  }
}

/** A new name is on disk only once its folder is. */
async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders, and needs it not.
  const folder = await open(path).catch(() => undefined);
  await folder?.sync();
  await folder?.close();
}
