import { afterEach, expect } from 'vitest';
import {
  type FakeSlack,
  type Message,
  picturesOf,
  startFakeSlack,
  wordsOf,
} from '../fakes/slack/fake-slack.ts';
import { startTestBot, type TestBot } from './test-bot.ts';
import { createTinyTheta, type TinyTheta } from './tiny-theta.ts';

/** One bot and its Slack, anew for each test that calls `start`; they end with it. */
export let fake: FakeSlack;
export let theta: TinyTheta;
export let bot: TestBot;

export async function start(mode: 'socket' | 'http', prefix = ''): Promise<void> {
  fake = await startFakeSlack({ mode });
  theta = createTinyTheta(prefix);
  bot = await startTestBot(fake, theta, mode === 'socket' ? { appToken: fake.appToken } : {});
}

afterEach(async () => {
  await bot.stop();
  // Whatever happened, nothing that opens the workspace and nothing that a learner said is in the log.
  expect(bot.logged()).not.toMatch(/xoxb-|xapp-|fake-signing-secret|ticket=|\/response\/|epochs:5|jobs/);
  await fake.close();
});

export const isWhole = (message: Message) => picturesOf(message).length > 0;
export const says = (part: string) => (message: Message) => wordsOf(message).includes(part);

/** Holds slow work back until it is called. */
export function hold(): () => void {
  let release = () => {};
  theta.work = new Promise((resolve) => {
    release = resolve;
  });
  return release;
}
