import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/fake-discord.ts';
import { type FakeSlack, startFakeSlack, wordsOf } from '../fakes/slack/fake-slack.ts';
import { discordPayload } from '../fuzz/discord-payload.ts';
import { slackPayload } from '../fuzz/slack-payload.ts';
import { type Running, startBot } from './start-process.ts';

const SEED = 20261125;
const CASES = 300;
const ENVELOPES = { slash: 'slash_commands', press: 'interactive', event: 'events_api' } as const;

let discord: FakeDiscord;
let slack: FakeSlack;
let bot: Running;
beforeAll(async () => {
  [discord, slack] = await Promise.all([startFakeDiscord(), startFakeSlack()]);
  bot = await startBot({
    COMMAND_PREFIX: 'theta-',
    DISCORD_TOKEN: 'fake-discord-token',
    DISCORD_API_URL: discord.apiUrl,
    ...slack.environment,
  });
  await discord.ready();
});
afterAll(async () => {
  expect(await bot.stop(), 'the bot ends cleanly').toBe(0);
  await Promise.all([discord.close(), slack.close()]);
});

it('outlives whatever Discord and Slack send, and answers the next one', async () => {
  for (const payload of fc.sample(discordPayload, { numRuns: CASES, seed: SEED }))
    discord.gateway.dispatch('INTERACTION_CREATE', payload, undefined);
  for (const { kind, payload } of fc.sample(slackPayload, { numRuns: CASES, seed: SEED })) {
    const sent = kind === 'event' ? { type: 'event_callback', team_id: 'T0', event: payload } : payload;
    // Slack would tell who asked that this one timed out: nobody did ask.
    void slack.socket.deliver(slack.space, { type: ENVELOPES[kind], payload: sent });
  }
  const asked = discord.command('theta-faq', { question: 'jobs' }, { user: '200000000000000099' });
  expect((await asked.message(30_000)).text).toContain('§8');
  await slack.slash('/theta-train epochs:10 seed:77');
  await slack.until((message) => wordsOf(message).includes('seed:77'));
  expect(bot.process.exitCode).toBeNull();
});
