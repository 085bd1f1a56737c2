import { beforeEach, describe, expect, it } from 'vitest';
import { sign } from '../fakes/slack/deliver.ts';
import { bot, fake, says, start } from './one-bot.ts';

describe('the HTTP endpoint', () => {
  beforeEach(() => start('http'));
  const knock = (headers: Record<string, string>, body: string) =>
    fetch(`${bot.url}/slack/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' });

  it('answers Slack’s challenge', async () => {
    const response = await knock(sign(body, fake.signingSecret), body);
    expect(await response.json()).toEqual({ challenge: 'abc' });
  });

  it.each([
    ['no signature', () => ({})],
    ['another secret’s signature', () => sign(body, 'guessed')],
    ['another body’s signature', () => sign(`${body} `, fake.signingSecret)],
    ['an old signature', () => sign(body, fake.signingSecret, Math.floor(Date.now() / 1000) - 600)],
  ])('refuses %s with 401', async (_, headers) => {
    expect((await knock(headers(), body)).status).toBe(401);
  });

  it('refuses a body over a megabyte with 413', async () => {
    const large = JSON.stringify({ type: 'url_verification', challenge: 'a'.repeat(1_000_000) });
    expect((await knock(sign(large, fake.signingSecret), large)).status).toBe(413);
  });

  it('answers a request that somebody replays once', async () => {
    const event = { type: 'app_mention', user: 'U0ADA', channel: 'C0CLASS', ts: '1.2', text: 'faq jobs' };
    const mention = JSON.stringify({ type: 'event_callback', team_id: 'T0THETA', event });
    const headers = sign(mention, fake.signingSecret);
    for (let i = 0; i < 3; i++) expect((await knock(headers, mention)).status).toBe(200);
    await fake.until(says('You asked: jobs'));
    await bot.stop();
    expect(fake.messages()).toHaveLength(1);
  });

  it('sends Slack away once it has stopped, so that events come again', async () => {
    await bot.slack.stop();
    expect((await knock(sign(body, fake.signingSecret), body)).status).toBe(503);
  });
});
