import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Express } from 'express';
import { UsageError } from './usage-error.ts';

const FAREWELL_MS = 5_000;

/**
 * Serves an app; port 0 takes any free one.
 * @throws UsageError with a usable message when the port is taken or not allowed
 */
export async function listen(app: Express, port: number, host: string) {
  const server = createServer(app);
  try {
    await once(server.listen(port, host), 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new UsageError(`Port ${port} is taken. Set PORT to another one: PORT=3001 npm start`);
    if (code === 'EACCES')
      throw new UsageError(`Port ${port} may not be used by this user. Set PORT to one above 1023.`);
    throw error;
  }
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${name}:${address.port}`,
    /** Takes no more requests, and gives those under way some seconds. */
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      await Promise.race([closed, sleep(FAREWELL_MS, undefined, { ref: false })]);
      server.closeAllConnections();
    },
  };
}
