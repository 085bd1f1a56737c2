import express from 'express';
import { pino } from 'pino';
import type { Theta } from '../../src/command/theta.ts';
import { listen } from '../../src/listen.ts';
import { mountLocal } from '../../src/local/mount-local.ts';

/** The local page over real HTTP on loopback. `host` is what the page is told that it listens on. */
export async function servePage(theta: Theta, { host = '127.0.0.1', port = 0 } = {}) {
  const app = express();
  mountLocal(app, theta, { host, log: pino({ level: 'silent' }) });
  return listen(app, port, '127.0.0.1');
}
