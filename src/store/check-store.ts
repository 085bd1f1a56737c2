import { existsSync } from 'node:fs';
import { type Kysely, sql } from 'kysely';
import { broken, type Checkup, doubtful, well } from '../checkup/finding.ts';
import { within } from '../checkup/within.ts';
import type { Locale } from '../locales/locale.ts';
import { checkWords } from './check-words.ts';
import { readMigrated } from './migrate.ts';
import { openAsIs } from './open-as-is.ts';
import { fileIn } from './open-sqlite.ts';
import type { Place } from './open-store.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';

/** Whether the database can be reached, read and written to, and is of this version. What it writes it takes back. */
export async function* checkStore(place: Place, locale: Locale): Checkup {
  const words = checkWords[locale];
  if (place.databaseUrl === undefined && !existsSync(fileIn(place.dataDir))) return yield well(words.none);
  let close: (() => Promise<void>) | undefined;
  let explain = (error: unknown) => error as Error;
  try {
    const database = openAsIs(place);
    const { db, kind } = database;
    close = () => db.destroy();
    explain = database.explain;

    const { done, pending } = await within(readMigrated(db));
    if (done.length === 0) yield well(words.empty(kind));
    else if (pending.length > 0) yield doubtful(words.older(kind, pending.length));
    else yield well(words.upToDate(kind, done.at(-1)!));

    if (kind === 'SQLite') {
      const damage = await within(findDamage(db));
      yield damage === undefined ? well(words.whole) : broken(words.damaged(damage));
    }
    await within(tryToWrite(db, done.length > 0));
    yield well(words.writable);
  } catch (error) {
    yield broken(
      error instanceof Error && error.name === 'TimeoutError'
        ? words.slow
        : words.unusable((error instanceof StoreError ? error : explain(error)).message),
    );
  } finally {
    // Not waited for: a server that does not answer would not let go either.
    void close?.().catch(() => undefined);
  }
}

/** SQLite's word for the first thing that is wrong. */
async function findDamage(db: Kysely<Tables>): Promise<string | undefined> {
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db);
  const [{ quick_check: result } = { quick_check: 'no answer' }] = rows;
  return result === 'ok' ? undefined : result;
}

const TAKEN_BACK = new Error('All went well, and is taken back');

/** Writes what Theta itself would write, a row or on an empty database a table, and rolls it back. */
async function tryToWrite(db: Kysely<Tables>, hasTables: boolean): Promise<void> {
  try {
    await db.transaction().execute(async (transaction) => {
      if (hasTables) await transaction.insertInto('calls').values({ id: 'check-up', call: '{}' }).execute();
      else await transaction.schema.createTable('check_up').addColumn('id', 'text').execute();
      throw TAKEN_BACK;
    });
  } catch (error) {
    if (error !== TAKEN_BACK) throw error;
  }
}
