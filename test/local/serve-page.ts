import express from 'express';
import { pino } from 'pino';
import type { Theta } from '../../src/command/theta.ts';
import { type Bounds, listen } from '../../src/listen.ts';
import { mountLocal } from '../../src/local/mount-local.ts';

interface Serving {
  /** What the page is told that it listens on. */
  readonly host?: string;
  readonly port?: number;
  readonly bounds?: Partial<Bounds>;
}

/** The local page over real HTTP on loopback. */
export async function servePage(theta: Theta, { host = '127.0.0.1', port = 0, bounds = {} }: Serving = {}) {
  const app = express();
  mountLocal(app, theta, { host, log: pino({ level: 'silent' }) });
  return listen(app, port, '127.0.0.1', bounds);
}
