import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTheta } from '../../src/command/create-theta.ts';
import type { Jobs } from '../../src/command/jobs.ts';
import { loadCommands } from '../../src/command/load-commands.ts';
import type { Knowledge } from '../../src/knowledge/knowledge.ts';
import { startBackend } from '../../src/regression/backend.ts';
import { reportTraining } from '../../src/regression/report.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import type { Work } from '../../src/work/work.ts';
import {
  buttonsOf,
  type FakeSlack,
  type Message,
  picturesOf,
  startFakeSlack,
  wordsOf,
} from '../fakes/slack/fake-slack.ts';
import { startTestBot, type TestBot } from './test-bot.ts';
import { PNG } from './tiny-theta.ts';

const log = pino({ level: 'silent' });
let folder: string;
let fake: FakeSlack;
let bot: TestBot<Jobs>;
let store: Store;

/** Trains for real and in this thread; a drawn board is the charts' affair. */
const work: Work = {
  backend: 'cpu',
  waiting: 0,
  ping: async () => {},
  train: async (hyperparameters) => reportTraining(hyperparameters),
  draw: async () => [{ name: 'theta-board.png', png: PNG }],
  close: async () => {},
};
const knowledge: Knowledge = {
  topics: { en: [], zh: [] },
  find: () => ({ topic: null, nearest: [] }),
  complete: () => [],
};

beforeAll(async () => {
  await startBackend('cpu');
  folder = await mkdtemp(join(tmpdir(), 'theta-slack-'));
  fake = await startFakeSlack();
  store = await openStore({ dataDir: folder });
  const services = { store, work, knowledge, commands: await loadCommands(), prefix: '', drawSeed: () => 7 };
  bot = await startTestBot(fake, createTheta(services, { theme: 'light', log }), {
    appToken: fake.appToken,
    jobs: store.jobs,
  });
});

afterAll(async () => {
  await bot.stop();
  await fake.close();
  await store.close();
  await rm(folder, { recursive: true });
});

const whole = (more: (message: Message) => boolean) => (message: Message) =>
  picturesOf(message).length > 0 && more(message);

it('trains, trains on and predicts by Slack alone, in the asker’s language', async () => {
  await fake.slash('/train epochs:500 seed:7');
  const answer = await fake.until(whole((message) => wordsOf(message).includes('seed 7')));
  expect(wordsOf(answer)).toMatch(/^Ada: \/train epochs:500 seed:7\n/);

  await fake.press(answer, buttonsOf(answer)[0]?.text.text, { user: 'U0LIN' });
  const second = await fake.until(whole((message) => wordsOf(message).startsWith('林')));
  expect(wordsOf(second)).toMatch(/轮/);

  await fake.mention('predict x:0.3');
  expect(wordsOf(await fake.until((message) => wordsOf(message).includes('ŷ')))).toContain('0.3');
  expect(fake.space.faults).toEqual([]);
});

it('shows a mistake to the learner alone, and its button mends it', async () => {
  await fake.slash('/train epoch:5');
  const mistake = await fake.until((message) => message.only === 'U0ADA');
  expect(wordsOf(mistake)).toContain('epochs');
  await fake.press(mistake, buttonsOf(mistake)[0]?.text.text);
  await fake.until(whole((message) => wordsOf(message).includes('epochs:5')));
});
