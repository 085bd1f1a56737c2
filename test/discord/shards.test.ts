import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { createIdentifyThrottler, type Exclusively } from '../../src/discord/identify-throttler.ts';
import { parseShards } from '../../src/discord/shards.ts';
import { openStore } from '../../src/store/open-store.ts';
import { StoreUnavailable } from '../../src/store/store.ts';
import {
  type FakeDiscord,
  type FakeDiscordOptions,
  startFakeDiscord,
} from '../fakes/discord/fake-discord.ts';
import { startPostgres } from '../postgres.ts';
import { ScriptedTheta } from './scripted-theta.ts';
import { startBot } from './start-bot.ts';

const log = pino({ level: 'silent' });
const ended: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

async function open(options?: FakeDiscordOptions): Promise<FakeDiscord> {
  const fake = await startFakeDiscord(options);
  ended.unshift(() => fake.close());
  return fake;
}

async function start(fake: FakeDiscord, ids: readonly number[], total: number, exclusively?: Exclusively) {
  const theta = new ScriptedTheta();
  const discord = await startBot(fake, theta, { log, shards: { ids, total }, exclusively });
  ended.unshift(() => discord.stop());
  return { theta, discord };
}

/** A server of a shard: Discord tells shards by its id's upper bits. */
const guildOf = (shard: number, count: number) => String((BigInt(7 * count + shard) << 22n) + 5n);

it.each([
  ['0-1/4', [0, 1], 4],
  ['2/4', [2], 4],
  ['0-3/4', [0, 1, 2, 3], 4],
])('DISCORD_SHARDS=%s', (text, ids, total) => {
  expect(parseShards(text)).toEqual({ ids, total });
});

it.each(['4/4', '2-1/4', '0-4/4', '0/0', '1', '-1/4', '0-1/4 ', 'a/b', ''])(
  'DISCORD_SHARDS=%s is refused',
  (text) => {
    expect(parseShards(text)).toBeUndefined();
  },
);

describe('two processes with shards of their own', () => {
  it('hear of their servers alone, the first of direct messages too', async () => {
    const fake = await open({ maxConcurrency: 4 });
    const [first, second] = [await start(fake, [0, 1], 4), await start(fake, [2, 3], 4)];
    expect(fake.gateway.identifies.map(({ shard }) => shard).toSorted()).toEqual([
      [0, 4],
      [1, 4],
      [2, 4],
      [3, 4],
    ]);
    for (const shard of [0, 1, 2, 3]) {
      expect((await fake.command('ask', {}, { guild: guildOf(shard, 4) }).message()).text).toBe('hello');
    }
    await fake.command('ask', {}, { guild: null }).message();
    const spaces = ({ theta }: typeof first) => theta.asked.map(({ asker }) => asker.space);
    expect(spaces(first)).toEqual([
      `discord:${guildOf(0, 4)}`,
      `discord:${guildOf(1, 4)}`,
      expect.stringMatching(/^discord:dm:/),
    ]);
    expect(spaces(second)).toEqual([`discord:${guildOf(2, 4)}`, `discord:${guildOf(3, 4)}`]);
    expect([first.discord.ready(), second.discord.ready()]).toEqual([true, true]);
    expect(fake.breaches).toEqual([]);
  });

  it('identify one shard in five seconds between them, by a lock in their database', async () => {
    const fake = await open();
    const postgres = await startPostgres();
    ended.unshift(() => postgres.stop());
    const databaseUrl = await postgres.createDatabase();
    const stores = [
      await openStore({ dataDir: '', databaseUrl }),
      await openStore({ dataDir: '', databaseUrl }),
    ] as const;
    ended.unshift(() => Promise.all(stores.map((store) => store.close())));
    await Promise.all([
      start(fake, [0, 1], 3, stores[0].exclusively),
      start(fake, [2], 3, stores[1].exclusively),
    ]);
    expect(fake.gateway.identifies).toHaveLength(3);
    expect(fake.breaches).toEqual([]);
  });

  it('without it are refused, and come back by themselves', async () => {
    const fake = await open();
    const [first, second] = await Promise.all([start(fake, [0], 2), start(fake, [1], 2)]);
    expect(fake.breaches.length).toBeGreaterThan(0);
    const bothReady = () => first.discord.ready() && second.discord.ready();
    await expect.poll(bothReady, { timeout: 20_000 }).toBe(true);
  });
});

describe('the throttler', () => {
  const closing = new AbortController();
  const forever = new AbortController().signal;
  const taken: string[] = [];
  const free: Exclusively = (name, work) => {
    taken.push(name);
    return work();
  };

  it('has a turn for each place that Discord gives at once', async () => {
    const throttler = createIdentifyThrottler({
      maxConcurrency: 2,
      exclusively: free,
      closing: closing.signal,
      log,
    });
    await Promise.all([0, 3].map((shard) => throttler.waitForIdentify(shard, forever)));
    expect(taken).toEqual(['discord-identify-0', 'discord-identify-1']);
  });

  it('lets a shard that is gone leave the line', async () => {
    const busy: Exclusively = () => new Promise(() => {});
    const throttler = createIdentifyThrottler({
      maxConcurrency: 1,
      exclusively: busy,
      closing: closing.signal,
      log,
    });
    const gone = new AbortController();
    const waiting = throttler.waitForIdentify(0, gone.signal);
    setTimeout(() => gone.abort(), 50);
    await expect(waiting).rejects.toThrow('aborted');
  });

  it('goes on without a look at others while the database is out of reach', async () => {
    const down: Exclusively = () => Promise.reject(new StoreUnavailable('connection refused'));
    const options = { maxConcurrency: 1, exclusively: down, closing: closing.signal, log };
    await createIdentifyThrottler(options).waitForIdentify(0, forever);
  });

  it('ends its turn when the process stops', async () => {
    let ended = false;
    const watched: Exclusively = async (_, work) => {
      const result = await work();
      ended = true;
      return result;
    };
    const stopping = new AbortController();
    const options = { maxConcurrency: 1, exclusively: watched, closing: stopping.signal, log };
    await createIdentifyThrottler(options).waitForIdentify(0, forever);
    expect(ended).toBe(false);
    stopping.abort();
    await expect.poll(() => ended, { timeout: 1_000 }).toBe(true);
  });
});
