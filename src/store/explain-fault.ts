import { StoreUnavailable } from './store.ts';

/**
 * SQLSTATEs (appendix A of PostgreSQL's manual) of a server that is out of reach, ending, out of room or memory or
 * connections, read-only since a failover, or too slow.
 */
const POSTGRES = /^(08...|53...|57P..|58...|57014|55P03|25006)$/;
const NETWORK = /^E(CONN\w+|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN|HOST\w+|NET\w+|ADDRNOTAVAIL|MFILE|NFILE)$/;
const SQLITE = /^SQLITE_(FULL|IOERR|READONLY|BUSY|LOCKED|CANTOPEN|NOMEM|PROTOCOL)/;
/** What pg, its pool and pg-boss say without any code. */
const WORDS =
  /^(Connection terminated|Query read timeout|timeout e|Client (has encountered|was closed)|LISTEN\/NOTIFY )/;

/** Whether an error of a database is a passing one: the next try may succeed. */
export function isPassing(error: unknown): boolean {
  if (error instanceof StoreUnavailable) return true;
  const { code = '', message = '' } = error as { code?: unknown; message?: string };
  return [POSTGRES, NETWORK, SQLITE].some((codes) => codes.test(String(code))) || WORDS.test(message);
}

/** StoreUnavailable in place of a passing error of a database; any other error as it is. */
export function explainFault(error: unknown): unknown {
  if (!isPassing(error) || error instanceof StoreUnavailable) return error;
  const { message } = error as Error;
  return new StoreUnavailable(`The database can't be used right now: ${message}`, { cause: error });
}
