import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Express } from 'express';
import { UsageError } from './usage-error.ts';

const FAREWELL_MS = 5_000;

/** What clients may hold, so that one that is slow or greedy leaves room for others. Times in milliseconds. */
const BOUNDS = {
  /** Until a request's headers are there, and until all of it is. */
  headersMs: 10_000,
  requestMs: 30_000,
  /** Without a byte either way: longer than any answer takes, so whoever this ends has stopped to read. */
  silenceMs: 150_000,
  /** How often the three are looked at. */
  checkEveryMs: 2_000,
  /** In all, and from one address: a proxy's, or a school's. */
  connections: 2_000,
  connectionsOfOne: 1_000,
  requestsPerConnection: 1_000,
  /** What a request that is refused may still send, by time. */
  restMs: 1_000,
  /** In one request, whoever it is for; each endpoint takes less. */
  bodyBytes: 8 * 1024 * 1024,
};
export type Bounds = typeof BOUNDS;

/**
 * Serves an app; port 0 takes any free one.
 * @throws UsageError with a usable message when the port is taken or not allowed
 */
export async function listen(app: Express, port: number, host: string, changed: Partial<Bounds> = {}) {
  const server = createBoundedServer(app, { ...BOUNDS, ...changed });
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

function createBoundedServer(app: Express, bounds: Bounds): Server {
  const server = createServer(
    {
      headersTimeout: bounds.headersMs,
      requestTimeout: bounds.requestMs,
      connectionsCheckingInterval: bounds.checkEveryMs,
    },
    (request, response) => {
      // Answered before it was all there, so refused: a short rest may still come, a long one is not waited for.
      response.once('finish', () => {
        if (!request.complete) setTimeout(() => request.complete || request.destroy(), bounds.restMs).unref();
      });
      if (Number(request.headers['content-length'] ?? 0) > bounds.bodyBytes) response.writeHead(413).end();
      else app(request, response);
    },
  );
  server.timeout = bounds.silenceMs;
  server.maxRequestsPerSocket = bounds.requestsPerConnection;
  server.maxConnections = bounds.connections;
  const held = new Map<string, number>();
  server.on('connection', (socket) => {
    const { remoteAddress = '' } = socket;
    const count = (held.get(remoteAddress) ?? 0) + 1;
    held.set(remoteAddress, count);
    socket.once('close', () => {
      const left = held.get(remoteAddress)! - 1;
      if (left > 0) held.set(remoteAddress, left);
      else held.delete(remoteAddress);
    });
    if (count > bounds.connectionsOfOne) socket.destroy();
  });
  return server;
}
