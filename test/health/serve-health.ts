import express from 'express';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createReadiness } from '../../src/health/create-readiness.ts';
import { type Health, mountHealth } from '../../src/health/mount-health.ts';
import { listen } from '../../src/listen.ts';

/** Probes and metrics over real HTTP on loopback. `host` is what they are told that they listen on. */
export async function serveHealth(replaced: Partial<Health> = {}) {
  const app = express();
  mountHealth(app, {
    host: '127.0.0.1',
    backend: () => 'wasm',
    readiness: createReadiness(),
    registry: new Registry(),
    log: pino({ level: 'silent' }),
    ...replaced,
  });
  return listen(app, 0, '127.0.0.1');
}
