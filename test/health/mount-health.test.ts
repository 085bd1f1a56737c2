import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Counter, Registry } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { createReadiness } from '../../src/health/create-readiness.ts';
import { measureReadiness } from '../../src/metrics/measure-readiness.ts';
import { openStore } from '../../src/store/open-store.ts';
import { startProxy } from '../loopback-proxy.ts';
import { findValue, readMetrics } from '../metrics/read-metrics.ts';
import { startPostgres } from '../postgres.ts';
import { serveHealth } from './serve-health.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open(...[replaced]: Parameters<typeof serveHealth>) {
  const server = await serveHealth(replaced);
  closing.push(server.stop);
  /** Not `fetch`, which keeps Host and Origin to itself. */
  return async (path: string, headers: Record<string, string> = {}) => {
    const asked = request(server.url + path, { headers });
    asked.end();
    const [response] = await once(asked, 'response');
    const text = (await response.setEncoding('utf8').toArray()).join('');
    return { status: response.statusCode as number, headers: response.headers, text };
  };
}

async function openReady(checks: Record<string, () => boolean | Promise<unknown>>) {
  const readiness = createReadiness();
  for (const [name, check] of Object.entries(checks)) readiness.require(name, check);
  const get = await open({ readiness });
  return {
    readiness,
    async ready() {
      const { status, text } = await get('/readyz');
      return { status, ...JSON.parse(text) };
    },
  };
}

describe('/readyz', () => {
  it('is ready once all is open, and names every check', async () => {
    const { readiness, ready } = await openReady({ database: async () => {}, slack: () => true });
    expect(await ready()).toEqual({
      status: 503,
      ready: false,
      checks: { process: 'starting', database: 'ok', slack: 'ok' },
    });
    readiness.open();
    expect(await ready()).toEqual({
      status: 200,
      ready: true,
      checks: { process: 'ok', database: 'ok', slack: 'ok' },
    });
  });

  it('says which check fails and why, without an error’s own text', async () => {
    const password = 'hunter2';
    const refused = Object.assign(new Error(`connect postgres://theta:${password}@db`), {
      code: 'ECONNREFUSED',
    });
    const { readiness, ready } = await openReady({
      database: () => Promise.reject(new Error(`StoreUnavailable ${password}`, { cause: refused })),
      discord: () => false,
      workers: () => {
        throw Object.assign(new Error(password), { code: `secret ${password}` });
      },
    });
    readiness.open();
    const answer = await ready();
    expect(answer).toEqual({
      status: 503,
      ready: false,
      checks: {
        process: 'ok',
        database: 'failed: ECONNREFUSED',
        discord: 'not connected',
        workers: 'failed',
      },
    });
    expect(JSON.stringify(answer)).not.toContain(password);
  });

  it('is not ready from the moment it stops, for good', async () => {
    const { readiness, ready } = await openReady({ database: async () => {} });
    readiness.open();
    readiness.drain();
    readiness.open();
    expect(await ready()).toMatchObject({ status: 503, checks: { process: 'draining', database: 'ok' } });
  });

  it('asks a check once however many ask it', async () => {
    let asked = 0;
    const { readiness, ready } = await openReady({
      async database() {
        asked += 1;
        await sleep(20);
      },
    });
    readiness.open();
    const answers = await Promise.all(Array.from({ length: 50 }, ready));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(asked).toBe(1);
  });

  it('tells a real database that is up, silent, gone, and back', async () => {
    const postgres = await startPostgres();
    closing.push(postgres.stop);
    const proxy = await startProxy(postgres.port);
    closing.push(proxy.close);
    const databaseUrl = (await postgres.createDatabase()).replace(`:${postgres.port}/`, `:${proxy.port}/`);
    const store = await openStore({ dataDir: '/nowhere', databaseUrl });
    closing.push(store.close);
    const { readiness, ready } = await openReady({ database: () => store.ping() });
    readiness.open();
    expect(await ready()).toMatchObject({ status: 200, checks: { database: 'ok' } });

    proxy.turn('silent');
    await sleep(1_100);
    const begun = performance.now();
    expect(await ready()).toMatchObject({ status: 503, checks: { database: 'no answer within 2 s' } });
    expect(performance.now() - begun).toBeLessThan(4_000);

    proxy.turn('shut');
    await sleep(1_100);
    expect(await ready()).toMatchObject({
      status: 503,
      checks: { database: expect.stringMatching(/^failed/) },
    });

    proxy.turn('open');
    await sleep(1_100);
    expect(await ready()).toMatchObject({ status: 200, checks: { database: 'ok' } });
  });

  it('asks the embedded store as well', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'theta-health-'));
    const store = await openStore({ dataDir });
    closing.push(() => rm(dataDir, { recursive: true }), store.close);
    const { readiness, ready } = await openReady({ database: () => store.ping() });
    readiness.open();
    expect(await ready()).toMatchObject({ status: 200, checks: { database: 'ok' } });
  });
});

it('shows on /metrics what /readyz says', async () => {
  const readiness = createReadiness();
  const registry = new Registry();
  measureReadiness(readiness, registry);
  readiness.require('database', async () => {});
  readiness.require('discord', () => false);
  readiness.open();
  const get = await open({ readiness, registry });
  const samples = readMetrics((await get('/metrics')).text);
  const up = (check: string) => findValue(samples, 'theta_ready', { check });
  expect([up('process'), up('database'), up('discord')]).toEqual([1, 1, 0]);
});

it('/healthz asks nobody', async () => {
  const readiness = createReadiness();
  let asked = 0;
  readiness.require('database', async () => {
    asked += 1;
  });
  const get = await open({ readiness });
  const { status, text } = await get('/healthz');
  expect([status, JSON.parse(text)]).toEqual([200, { ok: true, backend: 'wasm' }]);
  expect(asked).toBe(0);
});

describe('from another site', () => {
  const registry = new Registry();
  new Counter({ name: 'theta_answers_total', help: 'x', registers: [registry] });
  const paths = ['/healthz', '/readyz', '/metrics'];

  it.each(paths)('%s is refused to a page and to a foreign name, and open to a scraper', async (path) => {
    const get = await open({ registry });
    for (const headers of [
      { 'Sec-Fetch-Site': 'cross-site' },
      { Origin: 'https://evil.example' },
      { Host: 'evil.example' },
    ] as Record<string, string>[]) {
      const { status, text } = await get(path, headers);
      expect({ headers, status }).toEqual({ headers, status: 403 });
      expect(text).not.toMatch(/theta_|wasm|ready/);
    }
    const { status, headers } = await get(path);
    expect(status).toBe(path === '/readyz' ? 503 : 200);
    expect(headers).toMatchObject({
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('any name will do where Theta listens for others than this machine', async () => {
    const get = await open({ registry, host: '0.0.0.0' });
    expect((await get('/metrics', { Host: 'theta.internal:3000' })).status).toBe(200);
  });
});
