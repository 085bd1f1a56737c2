import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkSlack, type SlackSettings } from '../../src/slack/check-slack.ts';
import { collect, troubles } from '../checkup/collect.ts';
import { type Answering, type Front, startFront } from '../fakes/front.ts';
import { type FakeSlack, startFakeSlack } from '../fakes/slack/fake-slack.ts';
import { freePort } from '../postgres.ts';

let fake: FakeSlack;
let front: Front;
let instead: Answering | undefined;
beforeEach(async () => {
  instead = undefined;
  fake = await startFakeSlack();
  // Slack names the granted scopes, and the time, in headers.
  front = await startFront(fake.apiUrl, async (asked, passOn) => {
    const answer = await (instead?.(asked, passOn) ?? passOn());
    if (!answer) return undefined;
    const headers = {
      date: new Date(fake.space.now()).toUTCString(),
      'x-oauth-scopes': fake.space.scopes.join(','),
    };
    return { ...answer, headers: { ...headers, ...answer.headers } };
  });
});
afterEach(async () => {
  await front.close();
  await fake.close();
});

const settings = (changes: Partial<SlackSettings> = {}): SlackSettings => ({
  tokenKeys: undefined,
  botToken: fake.botToken,
  appToken: fake.appToken,
  apiUrl: `${front.origin}/api/`,
  ...changes,
});

describe('a check-up of Slack', () => {
  it('finds all well, and only asks', async () => {
    expect(await collect(checkSlack(settings(), 'en'))).toEqual([
      '✔ Slack knows the bot as “theta” in “Theta”.',
      expect.stringMatching(
        /^✔ All 7 scopes are granted\. A bot token can’t read .* `npm run --silent manifest`\.$/,
      ),
      '✔ Slack accepts SLACK_APP_TOKEN for Socket Mode.',
    ]);
    expect(fake.space.calls.map(({ method }) => method)).toEqual(['auth.test', 'apps.connections.open']);
    expect(fake.space.faults).toEqual([]);
  });

  it('says in Chinese what a signing secret leaves open', async () => {
    const lines = await collect(checkSlack(settings({ appToken: undefined }), 'zh'));
    expect(lines.every((line) => line.startsWith('✔'))).toBe(true);
    expect(lines.at(-1)).toContain('SLACK_SIGNING_SECRET');
    expect(fake.space.calls).toHaveLength(1);
  });

  it('says that Slack is off', async () => {
    const lines = await collect(checkSlack(settings({ botToken: undefined }), 'en'));
    expect(lines).toEqual(['✔ Slack is off: neither SLACK_BOT_TOKEN nor SLACK_CLIENT_ID is set.']);
  });

  it('sees of many workspaces what can be seen without a token of one', async () => {
    instead = async ({ path, headers }, passOn) => {
      if (path !== '/api/api.test') return passOn();
      expect(headers.authorization).toBeUndefined();
      return { status: 200, body: '{"ok":true}' };
    };
    const key = Buffer.alloc(32, 7).toString('base64');
    const many = (tokenKeys: string) => settings({ tokenKeys, botToken: undefined, appToken: undefined });
    expect(await collect(checkSlack(many(`${key},${key}`), 'en'))).toEqual([
      expect.stringMatching(/^✔ Slack can be reached\. Workspaces install Theta by OAuth/),
    ]);
    fake.space.skew = 1_000_000;
    const lines = await troubles(checkSlack(many('c2VjcmV0'), 'en'));
    expect(lines).toEqual([
      expect.stringMatching(/^✘ SLACK_TOKEN_KEYS holds something other .* openssl rand -base64 32/),
      expect.stringMatching(/^✘ This machine’s clock is (999|1000) s slow/),
    ]);
    expect(lines.join()).not.toContain('c2VjcmV0');
  });

  it('tells of refused tokens, and shows none', async () => {
    const bot = await collect(checkSlack(settings({ botToken: 'xoxb-wrong' }), 'en'));
    expect(bot).toEqual([
      expect.stringMatching(/^✘ Slack does not accept SLACK_BOT_TOKEN \(invalid_auth\)\. Copy/),
    ]);
    const app = await troubles(checkSlack(settings({ appToken: 'xapp-wrong' }), 'en'));
    expect(app).toEqual([
      expect.stringMatching(/^✘ Slack does not open Socket Mode .* \(invalid_auth\)\. .*connections:write/),
    ]);
    expect([...bot, ...app].join()).not.toContain('wrong');
  });

  it.each(['token_revoked', 'account_inactive', 'ekm_access_denied'])('tells of %s', async (error) => {
    fake.failNext('auth.test', { error });
    expect(await collect(checkSlack(settings(), 'en'))).toEqual([expect.stringContaining(`(${error})`)]);
  });

  it('names every scope that was not granted', async () => {
    fake.space.scopes = fake.space.scopes.filter((scope) => !/^(files:read|users:read)$/.test(scope));
    expect(await troubles(checkSlack(settings(), 'en'))).toEqual([
      expect.stringMatching(/^✘ The workspace has not granted files:read, users:read\. Paste/),
    ]);
  });

  it.each([
    [0, undefined],
    [-90, /^⚠ This machine’s clock is (89|9\d) s fast\./],
    [90, /^⚠ This machine’s clock is (89|90) s slow\./],
    [-1000, /^✘ This machine’s clock is 100\d s fast: signatures older than five minutes are refused/],
    [1000, /^✘ This machine’s clock is (999|1000) s slow: signatures/],
  ])('compares clocks: Slack’s is %i s ahead', async (seconds, words) => {
    fake.space.skew = seconds * 1000;
    expect(await troubles(checkSlack(settings(), 'en'))).toEqual(words ? [expect.stringMatching(words)] : []);
  });

  it('tells what stands between it and Slack', async () => {
    fake.failNext('auth.test', { status: 429, retryAfter: 30 });
    fake.failNext('auth.test', { status: 503 });
    const said = async (changes: Partial<SlackSettings> = {}) =>
      (await collect(checkSlack(settings(changes), 'en'))).join('\n');
    expect(await said()).toMatch(/^✘ Slack: too many requests just now \(429\)[^\n]*$/);
    expect(await said()).toMatch(/^✘ Slack: it has a fault of its own \(5xx\)[^\n]*$/);
    instead = async () => ({ status: 200, body: '<html>' });
    expect(await said()).toMatch(/^✘ Slack: the answer is not what that service would say[^\n]*$/);
    expect(await said({ apiUrl: `http://127.0.0.1:${await freePort()}/api/` })).toMatch(
      /^✘ Slack: nobody listens/,
    );
    expect(await said({ apiUrl: `${front.origin.replace('http', 'https')}/api/` })).toMatch(
      /^✘ Slack: its certificate/,
    );
  });

  it('waits five seconds for an answer', { timeout: 30_000 }, async () => {
    instead = async ({ path }, passOn) => (path.includes('connections') ? new Promise(() => {}) : passOn());
    expect(await troubles(checkSlack(settings(), 'en'))).toEqual([
      expect.stringMatching(/^✘ Slack: no answer within 5 seconds/),
    ]);
  });
});
