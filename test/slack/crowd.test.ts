import { expect, it } from 'vitest';
import { picturesOf, startFakeSlack, wordsOf } from '../fakes/slack/fake-slack.ts';
import { startTestBot } from './test-bot.ts';
import { createTinyTheta } from './tiny-theta.ts';

/** Four times as fast as Slack. */
const INTERVAL = 250;

it('answers 40 learners in one channel, each in one message, and keeps to Slack’s pace', async () => {
  const fake = await startFakeSlack();
  fake.space.messageInterval = INTERVAL;
  const bot = await startTestBot(fake, createTinyTheta(), {
    appToken: fake.appToken,
    messageInterval: INTERVAL,
  });
  const names = Array.from({ length: 40 }, (_, i) => `Student${i}`);
  for (const [i, name] of names.entries()) fake.addPerson(`U0S${i}`, name, 'en-US');

  // Half of them by slash command, half by mention.
  const asked = names.map((_, i) => {
    const where = { user: `U0S${i}` };
    return i % 2 === 0 ? fake.slash(`/train seed:${i}`, where) : fake.mention(`train seed:${i}`, where);
  });
  for (const { acknowledged } of await Promise.all(asked)) expect(acknowledged).toBe(true);
  const answers = () => fake.messages().filter((message) => picturesOf(message).length > 0);
  await expect.poll(() => answers().length, { timeout: 30_000 }).toBe(40);
  await bot.stop();

  const seeds = answers().map((message) => /Trained: train seed:(\d+)/.exec(wordsOf(message))?.[1]);
  expect(new Set(seeds).size).toBe(40);
  expect(fake.messages().filter(({ only }) => only === undefined)).toHaveLength(40);
  // A busy machine's timers may bunch two or three.
  expect(fake.space.refusedTurns).toBeLessThan(5);
  const costs = fake.space.calls.filter(({ method }) => /^chat\.(postMessage|update)$/.test(method));
  // A few at the beginning find the channel free for a progress line.
  expect(costs.length - fake.space.refusedTurns).toBeLessThanOrEqual(44);
  expect(fake.space.faults).toEqual([]);
  await fake.close();
});

it('waits out Slack’s limit where another process posts, too', async () => {
  const fake = await startFakeSlack();
  fake.space.messageInterval = INTERVAL;
  const bot = await startTestBot(fake, createTinyTheta(), { appToken: fake.appToken, messageInterval: 1 });
  const asked = Array.from({ length: 12 }, (_, i) => fake.slash(`/faq question ${i}`));
  for (const { acknowledged } of await Promise.all(asked)) expect(acknowledged).toBe(true);
  await expect.poll(() => fake.messages().length, { timeout: 30_000 }).toBe(12);
  expect(fake.space.refusedTurns).toBeGreaterThan(0);
  await bot.stop();
  await fake.close();
});
