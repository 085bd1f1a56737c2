import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Postgres } from '../../test/postgres.ts';
import { readFamilyCpu } from '../class/process-figures.ts';

/** What a database has done since it began. */
interface Totals {
  readonly atMs: number;
  readonly transactions: number;
  readonly cpuSeconds: number;
  readonly logBytes: number;
}

export interface DatabaseLoad {
  readonly seconds: number;
  readonly transactions: number;
  readonly cpuMs: number;
  /** Bytes of write-ahead log. */
  readonly logBytes: number;
  /** The most at once. */
  readonly connections: number;
}

/** Connections tell what they have counted at the latest so long after they did it. */
const UNTOLD_MS = 11_000;
const LOOK_EVERY_MS = 250;

/** Measures the load on a database of this server, which should have no other. */
export async function watchDatabase(postgres: Postgres, url: string) {
  const name = new URL(url).pathname.slice(1);
  // From another database: this connection's own transactions don't count.
  const client = new pg.Client({ connectionString: url.replace(/[^/]*$/, 'postgres') });
  await client.connect();

  async function readTotals(): Promise<Totals> {
    await sleep(UNTOLD_MS);
    const { rows } = await client.query(
      `select xact_commit + xact_rollback as transactions, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') as log
       from pg_stat_database where datname = $1`,
      [name],
    );
    return {
      atMs: performance.now(),
      transactions: Number(rows[0].transactions),
      cpuSeconds: readFamilyCpu(postgres.pid),
      logBytes: Number(rows[0].log),
    };
  }

  return {
    /** What some work costs, the time until all of it has been counted included. */
    async during(work: () => Promise<unknown>): Promise<DatabaseLoad> {
      const before = await readTotals();
      let connections = 0;
      const looking = setInterval(async () => {
        const query = 'select count(*)::int as n from pg_stat_activity where datname = $1';
        connections = Math.max(connections, (await client.query(query, [name])).rows[0].n);
      }, LOOK_EVERY_MS);
      await work().finally(() => clearInterval(looking));
      const after = await readTotals();
      return {
        seconds: (after.atMs - before.atMs) / 1000,
        transactions: after.transactions - before.transactions,
        cpuMs: (after.cpuSeconds - before.cpuSeconds) * 1000,
        logBytes: after.logBytes - before.logBytes,
        connections,
      };
    },
    close: () => client.end(),
  };
}

/** A load without what goes on in so much time anyway; noise can't make it negative. */
export function subtractRest(load: DatabaseLoad, rest: DatabaseLoad): DatabaseLoad {
  const share = load.seconds / rest.seconds;
  const less = (of: 'transactions' | 'cpuMs' | 'logBytes') => Math.max(0, load[of] - rest[of] * share);
  return { ...load, transactions: less('transactions'), cpuMs: less('cpuMs'), logBytes: less('logBytes') };
}
