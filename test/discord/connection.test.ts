import pino from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import type { Discord, DiscordOptions } from '../../src/discord/start-discord.ts';
import {
  type FakeDiscord,
  type FakeDiscordOptions,
  startFakeDiscord,
} from '../fakes/discord/fake-discord.ts';
import { ScriptedTheta } from './scripted-theta.ts';
import { startBot } from './start-bot.ts';

const ended: (() => Promise<unknown>)[] = [];
let logged = '';
const log = pino(
  { level: 'debug' },
  {
    write(line: string) {
      logged += line;
    },
  },
);

async function open(options?: FakeDiscordOptions): Promise<FakeDiscord> {
  const fake = await startFakeDiscord(options);
  ended.unshift(() => fake.close());
  return fake;
}

async function start(
  fake: FakeDiscord,
  options: Partial<DiscordOptions> = {},
  prefix = '',
): Promise<Discord> {
  const discord = await startBot(fake, new ScriptedTheta({ prefix, log }), {
    token: 'the-token',
    log,
    ...options,
  });
  ended.unshift(() => discord.stop());
  return discord;
}

afterEach(async () => {
  for (const end of ended.splice(0)) await end();
  expect(logged).not.toContain('the-token');
  logged = '';
});

const puts = (fake: FakeDiscord) => fake.requests.filter(({ method }) => method === 'PUT');

describe('registration', () => {
  it('sends the commands once, and not again while they stay the same', async () => {
    const fake = await open({ unpaced: true });
    await start(fake);
    await start(fake);
    expect(puts(fake)).toHaveLength(1);
    expect(fake.commands()).toHaveLength(4);
    await start(fake, {}, 'theta-');
    expect(puts(fake)).toHaveLength(2);
    expect(fake.commands()).toMatchObject([
      { name: 'theta-train' },
      { name: 'theta-ask' },
      { name: 'theta-fail' },
      { name: 'theta-predict' },
    ]);
  });

  it('is for one server where a server is given', async () => {
    const fake = await open({ unpaced: true });
    await start(fake, { guildId: '300000000000000009' });
    await start(fake, { guildId: '300000000000000009' });
    expect(puts(fake)).toHaveLength(1);
    expect(fake.commands()).toEqual([]);
    expect(fake.commands('300000000000000009')).toHaveLength(4);
  });
});

describe('a start', () => {
  it('asks for no intent, and is ready when it is connected', async () => {
    const fake = await open({ shards: 1 });
    const discord = await start(fake);
    await expect.poll(() => discord.ready()).toBe(true);
    expect(fake.gateway.identifies).toMatchObject([{ intents: 0, shard: [0, 1] }]);
    await discord.stop();
    expect(discord.ready()).toBe(false);
  });

  it('says so when the token or the server is refused', async () => {
    const fake = await open({ token: 'another', guilds: [] });
    await expect(start(fake)).rejects.toThrow('DISCORD_TOKEN');
    await expect(start(fake, { token: 'another', guildId: '300000000000000009' })).rejects.toThrow(
      'invite it first',
    );
  });

  it('goes on trying while Discord is down', async () => {
    const fake = await open();
    fake.failNext(1, { status: 503 });
    const discord = await start(fake);
    expect(discord.ready()).toBe(false);
    await expect.poll(() => discord.ready(), { timeout: 20_000 }).toBe(true);
    expect((await fake.command('ask').message()).text).toBe('hello');
  });
});

describe('a gateway connection', () => {
  it('that is killed is resumed, and what came meanwhile is answered', async () => {
    const fake = await open();
    const discord = await start(fake);
    fake.gateway.kill();
    const missed = fake.command('ask');
    await expect.poll(() => discord.ready()).toBe(false);
    expect((await missed.message()).text).toBe('hello');
    expect(fake.gateway.resumes).toMatchObject([{ replayed: 1 }]);
    expect(fake.gateway.identifies).toHaveLength(1);
    await expect.poll(() => discord.ready()).toBe(true);
  });

  it('that Discord moves is resumed', async () => {
    const fake = await open();
    await start(fake);
    fake.gateway.askToReconnect();
    await expect.poll(() => fake.gateway.resumes.length, { timeout: 10_000 }).toBe(1);
    expect((await fake.command('ask').message()).text).toBe('hello');
  });

  it('whose session is lost begins a new one', async () => {
    const fake = await open();
    const discord = await start(fake);
    fake.gateway.invalidateSessions();
    await expect.poll(() => fake.gateway.identifies.length, { timeout: 20_000 }).toBe(2);
    await expect.poll(() => discord.ready()).toBe(true);
    expect((await fake.command('ask').message()).text).toBe('hello');
  });

  it('that is refused for a while comes back', async () => {
    const fake = await open();
    const discord = await start(fake);
    fake.gateway.refuseWith = 503;
    fake.gateway.kill();
    await expect.poll(() => logged, { timeout: 20_000 }).toContain('gateway error');
    fake.gateway.refuseWith = undefined;
    await expect.poll(() => discord.ready(), { timeout: 20_000 }).toBe(true);
    expect((await fake.command('ask').message()).text).toBe('hello');
  });

  it('that Discord closes for good is logged, and the process lives', async () => {
    const fake = await open();
    const discord = await start(fake);
    fake.gateway.disconnect(4004);
    await expect.poll(() => logged).toContain('for good');
    expect(discord.ready()).toBe(false);
  });

  it('is one of several shards, which identify themselves one after the other', async () => {
    const fake = await open({ shards: 2 });
    await start(fake);
    const [first, second] = fake.gateway.identifies.map(({ at }) => at);
    // Discord's rule is one in five seconds; unpaced, both come within milliseconds.
    expect(second! - first!).toBeGreaterThan(4500);
  });
});
