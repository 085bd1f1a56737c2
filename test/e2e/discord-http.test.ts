import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/fake-discord.ts';
import { type Postgres, startPostgres } from '../postgres.ts';
import { type Running, startBot } from './start-process.ts';

let discord: FakeDiscord;
let postgres: Postgres;
const bots: Running[] = [];

beforeAll(async () => {
  [discord, postgres] = await Promise.all([startFakeDiscord(), startPostgres()]);
  const environment = {
    DATABASE_URL: await postgres.createDatabase(),
    DISCORD_PUBLIC_KEY: discord.publicKey,
    DISCORD_API_URL: discord.apiUrl,
  };
  // One after the other: the first makes the tables, and two starts at once cost more here than they save.
  for (const role of ['chat', 'chat', 'worker'])
    bots.push(await startBot({ ...environment, THETA_ROLE: role }));
});

afterAll(async () => {
  await Promise.all(bots.map((bot) => bot.stop()));
  await Promise.all([discord.close(), postgres.stop()]);
});

it('signed interactions reach any chat process, and a worker answers, without a token', async () => {
  const chats = bots.slice(0, 2);
  await discord.sendTo(...chats.map(({ url }) => `${url}/discord/interactions`));
  for (let seed = 1; seed <= 4; seed++) {
    const asked = discord.command('train', { epochs: 10, seed });
    expect((await asked.message()).attachments).toHaveLength(1);
    expect(asked.history).toEqual(['callback 5', 'edit']);
  }
  expect(chats[0]!.written()).toContain('the commands can’t be registered');

  await bots[0]!.kill();
  for (let seed = 5; seed <= 6; seed++)
    expect((await discord.command('train', { epochs: 10, seed }).message()).attachments).toHaveLength(1);
  expect(discord.breaches).toEqual([]);
  expect(discord.gateway.identifies).toEqual([]);
});
