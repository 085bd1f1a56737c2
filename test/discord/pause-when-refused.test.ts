import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRest } from '../../src/discord/create-rest.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/fake-discord.ts';

let fake: FakeDiscord;
beforeEach(async () => {
  fake = await startFakeDiscord();
});
afterEach(() => fake.close());

/** How many of so many requests Discord got to see. */
async function send(count: number): Promise<{ arrived: number; warnings: string[] }> {
  const warnings: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line) => void warnings.push(line) });
  const rest = createRest({ apiUrl: fake.apiUrl, log });
  for (let i = 0; i < count; i++) {
    const signal = AbortSignal.timeout(i < 55 ? 1_000 : 50);
    await rest.post(`/interactions/${i}/token/callback`, { auth: false, signal }).catch(() => {});
  }
  return { arrived: fake.requests.length, warnings };
}

it('what Discord refuses again and again is held back, with one warning', async () => {
  fake.failNext(100, { status: 403 });
  const { arrived, warnings } = await send(53);
  expect(arrived).toBe(50);
  expect(fake.invalidRequests).toBe(50);
  expect(warnings).toEqual([expect.stringContaining('too many requests')]);
  expect(JSON.parse(warnings[0]!)).toMatchObject({ status: 403, seconds: expect.any(Number) });
});

it('what it does not know, or can’t answer now, is not', async () => {
  fake.failNext(30, { status: 500 });
  expect(await send(60)).toEqual({ arrived: 60, warnings: [] });
  expect(fake.invalidRequests).toBe(0);
});
