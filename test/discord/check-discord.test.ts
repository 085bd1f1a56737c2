import { afterEach, describe, expect, it } from 'vitest';
import { loadCommands } from '../../src/command/load-commands.ts';
import { checkDiscord, type DiscordSettings } from '../../src/discord/check-discord.ts';
import { toCommandJson } from '../../src/discord/command-json.ts';
import { collect, troubles } from '../checkup/collect.ts';
import {
  type FakeDiscord,
  type FakeDiscordOptions,
  startFakeDiscord,
} from '../fakes/discord/fake-discord.ts';
import { type Answering, changed, startFront } from '../fakes/front.ts';
import { freePort } from '../postgres.ts';

const TOKEN = 'MTAw.the-real-token';
const GUILD = '300000000000000009';
const KEY = 'ab'.repeat(32);
const commands = await loadCommands();
const described = { commands, prefix: '' };

const ended: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

interface Portal {
  /** What the developer portal shows. */
  application?: object;
  limits?: object;
  /** Answers in place of the fake. */
  instead?: Answering;
}

/** A fake Discord with what it does not know itself: the portal's settings, and servers by name. */
async function open(
  { application = {}, limits = {}, instead }: Portal = {},
  options: FakeDiscordOptions = {},
) {
  const fake = await startFakeDiscord({ token: TOKEN, ...options });
  const front = await startFront(fake.apiUrl, async (asked, passOn) => {
    const path = asked.path.replace(/^\/api\/v10/, '');
    const answered = await instead?.({ ...asked, path }, passOn);
    if (answered) return answered;
    const guild = /^\/guilds\/(\d+)$/.exec(path)?.[1];
    if (guild) {
      const answer = await passOn(`/api/v10/applications/${fake.applicationId}/guilds/${guild}/commands`);
      return answer.status === 200
        ? { ...answer, body: JSON.stringify({ id: guild, name: 'The class' }) }
        : answer;
    }
    const answer = await passOn();
    if (answer.status !== 200) return answer;
    if (path === '/applications/@me') return changed(answer, { verify_key: KEY, ...application });
    if (path !== '/gateway/bot') return answer;
    const { url, session_start_limit } = JSON.parse(answer.body);
    return changed(answer, { url, session_start_limit: { ...session_start_limit, ...limits } });
  });
  ended.push(front.close, () => fake.close());
  const settings = (changes: Partial<DiscordSettings> = {}): DiscordSettings => ({
    token: TOKEN,
    apiUrl: `${front.origin}/api`,
    guildId: undefined,
    publicKey: undefined,
    ...changes,
  });
  return { fake, front, settings };
}

async function register(
  fake: FakeDiscord,
  wanted = toCommandJson(commands, ''),
  guild?: string,
): Promise<void> {
  const path = guild ? `guilds/${guild}/commands` : 'commands';
  const response = await fetch(`${fake.apiUrl}/v10/applications/${fake.applicationId}/${path}`, {
    method: 'PUT',
    headers: { authorization: `Bot ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(wanted),
  });
  expect(response.status).toBe(200);
}

describe('a check-up of Discord', () => {
  it('finds all well, and only reads', async () => {
    const { fake, front, settings } = await open();
    await register(fake);
    expect(await collect(checkDiscord(settings(), described, 'en'))).toEqual([
      '✔ Discord knows the bot as “theta”.',
      '✔ Discord sends interactions through the gateway.',
      '✔ No privileged intent is on, and Theta needs none.',
      `✔ All ${commands.length} commands are registered as they should be.`,
      '✔ The gateway can be reached; 999 more log-ins are allowed today.',
    ]);
    expect(front.asked.filter((line) => !line.startsWith('GET '))).toEqual([]);
    expect(fake.gateway.identifies).toEqual([]);
  });

  it('finds a server well, with its own commands', async () => {
    const { fake, settings } = await open();
    const wanted = toCommandJson(commands, '').map(({ contexts: _, integration_types: __, ...rest }) => rest);
    await register(fake, wanted, GUILD);
    const lines = await collect(checkDiscord(settings({ guildId: GUILD }), described, 'zh'));
    expect(lines.every((line) => /^✔ .*。$/.test(line))).toBe(true);
    expect(lines).toContain('✔ 机器人在服务器“The class”里。');
  });

  it('says that Discord is off', async () => {
    const lines = collect(checkDiscord({ ...(await open()).settings(), token: undefined }, described, 'en'));
    expect(await lines).toEqual(['✔ Discord is off: DISCORD_TOKEN is not set.']);
  });

  it('tells of a refused token, and of nothing that follows from it', async () => {
    const { settings } = await open();
    const lines = await collect(checkDiscord(settings({ token: 'MTAw.a-wrong-token' }), described, 'en'));
    expect(lines).toEqual([
      expect.stringMatching(/^✘ Discord does not accept DISCORD_TOKEN\. .*“Reset Token”/),
    ]);
    expect(lines.join()).not.toContain('wrong-token');
  });

  it('tells of a server that the bot is not in, with the invitation', async () => {
    const { fake, settings } = await open({}, { guilds: [] });
    const lines = await troubles(checkDiscord(settings({ guildId: GUILD }), described, 'en'));
    const invite = `client_id=${fake.applicationId}&scope=bot+applications.commands&permissions=0&guild_id=${GUILD}`;
    expect(lines).toEqual([
      expect.stringMatching(/^✘ DISCORD_GUILD_ID: the bot is not in server 3/),
      expect.stringMatching(/^✘ The bot may not have commands in the server/),
    ]);
    for (const line of lines) expect(line).toContain(invite);
  });

  it('tells of commands that are missing or differ, without putting them right', async () => {
    const { fake, front, settings } = await open();
    expect(await troubles(checkDiscord(settings(), described, 'en'))).toEqual([
      '⚠ No command is registered yet. Start Theta: it registers them.',
    ]);
    await register(fake, toCommandJson(commands, '').slice(1));
    const drifted =
      '⚠ The registered commands differ from this version’s. Start Theta: it brings them up to date.';
    expect(await troubles(checkDiscord(settings(), described, 'en'))).toEqual([drifted]);
    await register(fake);
    expect(await troubles(checkDiscord(settings(), { commands, prefix: 'theta-' }, 'en'))).toEqual([drifted]);
    expect(front.asked.filter((line) => !line.startsWith('GET '))).toEqual([]);
  });

  const url = 'https://theta.example.org/discord/interactions';
  const endpoints: [string, object, string | undefined, RegExp | undefined][] = [
    ['a key and an address', { interactions_endpoint_url: url }, KEY, undefined],
    ['a key in capitals', { interactions_endpoint_url: url }, KEY.toUpperCase(), undefined],
    [
      'an address without a key',
      { interactions_endpoint_url: url },
      undefined,
      /^✘ Discord sends all interactions to https:.*DISCORD_PUBLIC_KEY=(ab){32}/,
    ],
    [
      'another application’s key',
      { interactions_endpoint_url: url },
      'cd'.repeat(32),
      /^✘ DISCORD_PUBLIC_KEY is not this application’s.*(ab){32}/,
    ],
    [
      'a key without an address',
      {},
      KEY,
      /^✘ Discord sends interactions through the gateway, which DISCORD_PUBLIC_KEY turns off\. Start Theta, then enter/,
    ],
    [
      'a wrong key without an address',
      {},
      'cd'.repeat(32),
      /^✘ DISCORD_PUBLIC_KEY is not this application’s/,
    ],
  ];
  it.each(endpoints)('knows %s', async (_case, application, publicKey, words) => {
    const { fake, settings } = await open({ application });
    await register(fake);
    const lines = await troubles(checkDiscord(settings({ publicKey }), described, 'en'));
    expect(lines).toEqual(words ? [expect.stringMatching(words)] : []);
  });

  it.each([12, 13, 14, 15, 18, 19])('tells of a privileged intent (flag %i)', async (bit) => {
    const { fake, settings } = await open({ application: { flags: (1 << bit) | (1 << 23) } });
    await register(fake);
    expect(await troubles(checkDiscord(settings(), described, 'en'))).toEqual([
      expect.stringMatching(/^⚠ A privileged intent is on that Theta does not use/),
    ]);
  });

  it('tells of log-ins that run out', async () => {
    for (const [remaining, words] of [
      [50, /^⚠ Only 50 more log-ins .* next 240 minutes/],
      [0, /^✘ The log-ins to the gateway are used up for the next 240 minutes/],
    ] as const) {
      const { fake, settings } = await open({ limits: { remaining } });
      await register(fake);
      const lines = await troubles(checkDiscord(settings(), described, 'en'));
      expect(lines).toEqual([expect.stringMatching(words)]);
    }
  });

  it('tells of a gateway that turns away', async () => {
    const { fake, settings } = await open();
    await register(fake);
    fake.gateway.refuseWith = 503;
    expect(await troubles(checkDiscord(settings(), described, 'en'))).toEqual([
      expect.stringMatching(/^✘ Discord: it has a fault of its own \(5xx\)/),
    ]);
  });

  it('tells what stands between it and Discord', { timeout: 30_000 }, async () => {
    const html: Answering = async () => ({
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<html>',
    });
    const status =
      (code: number): Answering =>
      async () => ({
        status: code,
        headers: { 'content-type': 'application/json', 'retry-after': '60' },
        body: '{"message":"no","code":0,"retry_after":60,"global":false}',
      });
    for (const [instead, words] of [
      [html, /answer is not what that service would say/],
      [status(403), /access denied \(403\)/],
      [status(429), /too many requests just now \(429\)/],
      [status(502), /fault of its own \(5xx\)/],
    ] as const) {
      const { settings } = await open({ instead });
      expect(await collect(checkDiscord(settings(), described, 'en'))).toEqual([
        expect.stringMatching(words),
      ]);
    }
    const { settings } = await open();
    const apiUrl = `http://127.0.0.1:${await freePort()}/api`;
    expect(await collect(checkDiscord(settings({ apiUrl }), described, 'en'))).toEqual([
      expect.stringMatching(/^✘ Discord: nobody listens at that address/),
    ]);
  });

  it('waits five seconds for an answer, and goes on with the next question', {
    timeout: 30_000,
  }, async () => {
    const { fake, front, settings } = await open({
      instead: async ({ path }) => (path.includes('/commands') ? new Promise(() => {}) : undefined),
    });
    const before = performance.now();
    expect(await troubles(checkDiscord(settings(), described, 'en'))).toEqual([
      expect.stringMatching(/^✘ Discord: no answer within 5 seconds/),
    ]);
    expect(performance.now() - before).toBeLessThan(12_000);
    expect(front.asked.at(-1)).toContain('/gateway/bot');
    expect(fake.gateway.identifies).toEqual([]);
  });
});
