import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainFailure } from '../../src/checkup/explain-failure.ts';
import { type FailureKind, kindOfFailure, RefusedRequest } from '../../src/checkup/failure.ts';
import { within } from '../../src/checkup/within.ts';
import { freePort } from '../postgres.ts';

const server = createServer((request, response) => {
  if (request.url === '/hang') return;
  if (request.url === '/break') return void response.destroy();
  response.end('<html>');
});
let port: number;
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const errorOf = (asking: Promise<unknown>) =>
  asking.then(
    () => expect.fail('it went well'),
    (error: unknown) => error,
  );

describe('a failed request', () => {
  const real: [FailureKind, () => Promise<unknown>][] = [
    ['unknownHost', () => fetch('http://theta..invalid/')],
    ['refused', async () => fetch(`http://127.0.0.1:${await freePort()}/`)],
    ['refused', async () => fetch(`http://localhost:${await freePort()}/`)],
    ['insecure', () => fetch(`https://127.0.0.1:${port}/`)],
    ['slow', () => fetch(`http://127.0.0.1:${port}/hang`, { signal: AbortSignal.timeout(50) })],
    ['slow', () => within(new Promise(() => {}), 50)],
    ['brokenOff', () => fetch(`http://127.0.0.1:${port}/break`)],
    ['strange', async () => (await fetch(`http://127.0.0.1:${port}/`)).json()],
  ];
  it.each(real)('is told apart: %s', async (kind, ask) => {
    expect(kindOfFailure(await errorOf(ask()))).toBe(kind);
  });

  const byStatus: [number, FailureKind][] = [
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'strange'],
    [429, 'limited'],
    [500, 'faulty'],
    [503, 'faulty'],
  ];
  it.each(byStatus)('by its status %i', (status, kind) => {
    expect(kindOfFailure(new RefusedRequest(status))).toBe(kind);
  });

  const byCode: [string, FailureKind][] = [
    ['EAI_AGAIN', 'unknownHost'],
    ['EHOSTUNREACH', 'unreachable'],
    ['ENETUNREACH', 'unreachable'],
    ['UND_ERR_CONNECT_TIMEOUT', 'slow'],
    ['ETIMEDOUT', 'slow'],
    ['CERT_HAS_EXPIRED', 'insecure'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'insecure'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'insecure'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'insecure'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'insecure'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'insecure'],
    ['ECONNRESET', 'brokenOff'],
  ];
  it.each(byCode)('by its code %s, in a cause too', (code, kind) => {
    const cause = Object.assign(new Error(code), { code });
    expect(kindOfFailure(new TypeError('fetch failed', { cause }))).toBe(kind);
  });

  it('is explained in words of its own, in both languages, without the error’s', () => {
    const kinds = [...real.map(([kind]) => kind), ...byStatus.map(([, kind]) => kind), 'unreachable'];
    const samples = [...byStatus.map(([status]) => new RefusedRequest(status))];
    const codes = [
      'ENOTFOUND',
      'ECONNREFUSED',
      'EHOSTUNREACH',
      'ETIMEDOUT',
      'CERT_HAS_EXPIRED',
      'ECONNRESET',
    ];
    const errors = codes.map((code) => Object.assign(new Error(`secret ${code}`), { code }));
    for (const locale of ['en', 'zh'] as const) {
      const said = [...samples, ...errors].map((error) => explainFailure(error, 'Slack', locale));
      expect(new Set(said.map(({ says }) => says)).size).toBe(new Set(kinds).size);
      for (const { state, says, mend } of said) {
        expect(state).toBe('broken');
        expect(says).toMatch(/^Slack/);
        expect(mend).toMatch(/[.。]$/);
        expect(says + mend).not.toContain('secret');
      }
    }
  });
});
