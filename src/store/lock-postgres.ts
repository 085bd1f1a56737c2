import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { explainFault } from './explain-fault.ts';

/** Asked again and again, not waited for: a server that has gone would keep a waiting one for minutes. */
const ASK_EVERY_MS = 200;

/** An advisory lock of a session of its own, so that it ends with the process, however that ends. */
export async function lockPostgres(connection: pg.ClientConfig, name: string): Promise<() => Promise<void>> {
  const client = new pg.Client(connection);
  // The session's end ends the lock too. Unheard, the event would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const asked = "select pg_try_advisory_lock(hashtext('theta exclusively'), hashtext($1)) as got";
    while (!(await client.query<{ got: boolean }>(asked, [name])).rows[0]!.got) await sleep(ASK_EVERY_MS);
  } catch (error) {
    void client.end().catch(() => undefined);
    throw explainFault(error);
  }
  // Not waited for: a server that has gone would keep the next turn for minutes.
  return async () => void client.end().catch(() => undefined);
}
