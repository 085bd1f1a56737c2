import express from 'express';
import type { Logger } from 'pino';
import type { Platform } from './command/invocation.ts';
import type { AnswerJob } from './command/jobs.ts';
import type { Config } from './config.ts';
import { createReadiness } from './health/create-readiness.ts';
import { mountHealth } from './health/mount-health.ts';
import { listen } from './listen.ts';
import { createMeter } from './metrics/create-meter.ts';
import { createRegistry } from './metrics/create-registry.ts';
import { measureAnswerers, measureQueue } from './metrics/measure-jobs.ts';
import { measureReadiness } from './metrics/measure-readiness.ts';
import { openSurfaces, type Surface } from './open-surfaces.ts';
import { type Opened, openTheta } from './open-theta.ts';

/** Container hosts kill after 10 s. */
const LONGEST_STOP_MS = 9_000;
/** Of these, for the answers under way. What is left is answered after the next start. */
const ANSWERS_MS = 5_000;

/** Runs Theta until the process is asked to end. */
export async function serve(config: Config, log: Logger): Promise<void> {
  const readiness = createReadiness();
  const receivers: (() => Promise<unknown> | undefined)[] = [];
  let opened: Opened | undefined;
  let ending = false;
  const stop = async () => {
    // Some supervisors ask twice.
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
    readiness.drain();
    const [answers] = await Promise.allSettled([
      opened?.store.jobs.stop(ANSWERS_MS),
      ...receivers.map((close) => close()),
    ]);
    // With answers under way it just ends: with their workers closed they would become apologies, and be over.
    if (answers.status === 'fulfilled' && answers.value !== false) {
      await opened?.close().catch((error) => log.error({ err: error }, 'the end was not clean'));
    }
    process.exit(0);
  };
  // From the first moment on: as a container's first process it would not hear them otherwise.
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  // In production Express itself never shows a stack.
  const app = express().disable('x-powered-by').set('env', 'production');
  const registry = createRegistry();
  const { HOST: host, PORT: port, THETA_ROLE: role } = config;
  measureReadiness(readiness, registry);
  mountHealth(app, { host, backend: () => opened?.work.backend, readiness, registry, log });
  // Before all else: who watches over processes sees this one wait for its database.
  const server = await listen(app, port, host);
  receivers.push(server.stop);

  opened = await openTheta(config, log, { patience: 'forever', registry });
  const { store, work } = opened;
  readiness.require('database', store.ping);
  measureQueue(store.jobs, registry);
  const surfaces = await openSurfaces({ config, app, opened, meter: createMeter(registry), log });
  if (role !== 'chat') {
    readiness.require('workers', opened.checkWorkers);
    // Before the ways in: what an earlier process left waits no longer than it must.
    await store.jobs.start(measureAnswerers(answerersOf(surfaces), registry));
  }
  for (const [name, { receive }] of surfaces) {
    const receiving = role === 'worker' ? undefined : await receive?.();
    if (receiving?.stop) receivers.push(receiving.stop);
    if (receiving?.ready) readiness.require(name, receiving.ready);
  }
  readiness.open();

  const names = [...surfaces.keys()].join(', ');
  const { backend } = work;
  log.info({ url: server.url, backend, role, surfaces: names }, 'Theta is ready');
  console.log(`Theta is ready at ${server.url} (TensorFlow.js backend: ${backend}; ${names})`);
}

function answerersOf(surfaces: ReadonlyMap<Platform, Surface>): Partial<Record<Platform, AnswerJob>> {
  const answerers: Partial<Record<Platform, AnswerJob>> = {};
  for (const [name, { answer }] of surfaces) if (answer) answerers[name] = answer;
  return answerers;
}
