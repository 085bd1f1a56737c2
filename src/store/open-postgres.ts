import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { migrate } from './migrate.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';

const CONNECT_TIMEOUT = 10_000;

/**
 * Connects to a PostgreSQL server and brings its tables up to date, under an advisory lock (Kysely's).
 * @throws StoreError
 */
export async function openPostgres(databaseUrl: string): Promise<Kysely<Tables>> {
  const server = serverOf(databaseUrl);
  // pg hands int8 over as text, for it may pass 2⁵³; ours are times and counts.
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    application_name: 'theta',
    types,
  });
  // Connections break when the server restarts. The pool replaces them, and a query on one rejects; unheard, the event
  // would end the process: the pool's own for an idle connection, the connection's for one in use.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(db, 'bigserial');
  } catch (error) {
    await db.destroy();
    throw explain(error, server);
  }
  return db;
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

function explain(error: unknown, server: string): StoreError {
  if (error instanceof StoreError) return error;
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return new StoreError(`PostgreSQL at ${server} ${complaint(code, message)}`, { cause: error });
}

/** By SQLSTATE (five characters, appendix A of PostgreSQL's manual) or by Node's code. */
function complaint(code: string, message: string): string {
  if (code === '28P01' || code === '28000') return 'refuses the user or the password in DATABASE_URL.';
  if (code === '3D000') return 'has no database of the name in DATABASE_URL: create it first.';
  if (code === '42501') return `does not let this user create tables: ${message}.`;
  if (/^[0-9A-Z]{5}$/.test(code)) return `can't be used: ${message}.`;
  return `gives no connection (${message || code}). Check DATABASE_URL, and that the server runs.`;
}
