import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Database } from './database.ts';
import { explainFault, isPassing } from './explain-fault.ts';
import { lockPostgres } from './lock-postgres.ts';
import { migrate } from './migrate.ts';
import { StoreUnavailable } from './store.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';

/** Milliseconds for a connection, and then for a statement: in about five a caller knows that the server hangs. */
const CONNECT_TIMEOUT = 3_000;
const STATEMENT_TIMEOUT = 3_000;
const TRY_EVERY_MS = 1_000;

export interface PostgresOptions {
  readonly databaseUrl: string;
  /** `forever`: a server that gives no connection is asked again every second. */
  readonly patience?: 'forever' | undefined;
  readonly log: Logger;
}

/**
 * Connects to a PostgreSQL server and brings its tables up to date, under an advisory lock (Kysely's; pg-boss has its
 * own). A process holds at most 13 connections, and one more while it holds a lock: 10 for queries, 2 of pg-boss,
 * and 1 that listens where jobs are answered.
 * @throws StoreError
 */
export async function openPostgres({ databaseUrl, patience, log }: PostgresOptions): Promise<Database> {
  serverOf(databaseUrl);
  for (let told = false; ; await sleep(TRY_EVERY_MS)) {
    try {
      return await open(databaseUrl, log);
    } catch (error) {
      if (patience !== 'forever' || !isPassing(error)) throw explainPostgres(error, databaseUrl);
      const reason = explainPostgres(error, databaseUrl).message;
      if (!told) log.warn({ reason }, 'waiting for PostgreSQL, and trying again every second');
      told = true;
    }
  }
}

async function open(databaseUrl: string, log: Logger): Promise<Database> {
  // Loaded here, for pg-boss weighs 22 MB that the embedded store does without.
  const { installBoss, openBossQueue } = await import('./boss-queue.ts');
  // On connections without a limit of time: an index on many rows takes as long as it takes.
  await bringUpToDate(databaseUrl);
  await installBoss(reach(databaseUrl), log);

  const connection = {
    ...reach(databaseUrl),
    // The server ends a statement that takes too long; where it does not answer at all, the client gives up.
    statement_timeout: STATEMENT_TIMEOUT,
    query_timeout: STATEMENT_TIMEOUT + 500,
  };
  const db = toKysely(lend(openPool(connection)));
  try {
    const queue = await openBossQueue(connection, db, log);
    return { db, queue, lock: (name) => lockPostgres(connection, name) };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

async function bringUpToDate(databaseUrl: string): Promise<void> {
  const db = connectPostgres(databaseUrl);
  try {
    await migrate(db, 'bigserial');
  } finally {
    await db.destroy();
  }
}

function reach(databaseUrl: string): pg.PoolConfig {
  return {
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    application_name: 'theta',
    keepAlive: true,
  };
}

function toKysely(pool: PostgresPool): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

function openPool(connection: pg.PoolConfig): pg.Pool {
  // pg hands int8 over as text, for it may pass 2⁵³; ours are times and counts.
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({ ...connection, types });
  // Connections break when the server restarts. The pool replaces them; unheard, the events would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Lends a pool's connections so that passing faults are told as such, and that who had one does not come back. */
function lend(pool: pg.Pool): PostgresPool {
  return {
    async connect() {
      const client = await pool.connect().catch((error) => Promise.reject(explainFault(error)));
      let fault: StoreUnavailable | undefined;
      return {
        async query(text: string, values: unknown[]) {
          // The rollback that follows would wait once more for a server that hangs.
          if (fault) throw fault;
          try {
            return await client.query(text, values);
          } catch (error) {
            const explained = explainFault(error);
            if (explained instanceof StoreUnavailable) fault = explained;
            throw explained;
          }
        },
        release: () => client.release(fault !== undefined),
      } as unknown as PostgresPoolClient;
    },
    end: () => pool.end(),
  };
}

/**
 * Connections without a limit of time, as they are needed, to a database as it is.
 * @throws StoreError for an address that is none
 */
export function connectPostgres(databaseUrl: string): Kysely<Tables> {
  serverOf(databaseUrl);
  return toKysely(openPool({ ...reach(databaseUrl), max: 2 }));
}

/**
 * Host and port, to be named in errors.
 * @throws StoreError, without a cause (Node's carries the whole URL), also where an unescaped password would pass
 *   for the host
 */
function serverOf(databaseUrl: string): string {
  try {
    const url = new URL(databaseUrl);
    decodeURIComponent(url.username + url.password + url.pathname);
    const misread = url.hash !== '' || `${url.pathname}${url.search}`.includes('@');
    if (/^postgres(ql)?:$/.test(url.protocol) && !misread) return url.host || 'the local socket';
  } catch {
    // Falls through to the one error.
  }
  throw new StoreError(
    'DATABASE_URL is not an address like postgres://user:password@host:5432/database. ' +
      'Write special characters in the password percent-encoded: # as %23, @ as %40, / as %2F, % as %25.',
  );
}

/** What pg threw, in words for who set it up. */
export function explainPostgres(error: unknown, databaseUrl: string): StoreError {
  if (error instanceof StoreError) return error;
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return new StoreError(`PostgreSQL at ${serverOf(databaseUrl)} ${complaint(code, message)}`, {
    cause: error,
  });
}

/** By SQLSTATE (five characters, appendix A of PostgreSQL's manual) or by Node's code. */
function complaint(code: string, message: string): string {
  if (code === '28P01' || code === '28000') return 'refuses the user or the password in DATABASE_URL.';
  if (code === '3D000') return 'has no database of the name in DATABASE_URL: create it first.';
  if (code === '42501') return `does not let this user create tables: ${message}.`;
  if (/^[0-9A-Z]{5}$/.test(code)) return `can't be used: ${message}.`;
  return `gives no connection (${message || code}). Check DATABASE_URL, and that the server runs.`;
}
