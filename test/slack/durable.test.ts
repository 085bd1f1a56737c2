import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../src/command/jobs.ts';
import { LearnerError } from '../../src/command/learner-error.ts';
import { StoreUnavailable } from '../../src/store/store.ts';
import {
  buttonsOf,
  type FakeSlack,
  type Message,
  picturesOf,
  startFakeSlack,
  wordsOf,
} from '../fakes/slack/fake-slack.ts';
import { startTestBot, type TestBot } from './test-bot.ts';
import { createTinyJobs, type TinyJobs, toTaken } from './tiny-jobs.ts';
import { createTinyTheta, type TinyTheta } from './tiny-theta.ts';

let fake: FakeSlack;
let theta: TinyTheta;
let jobs: TinyJobs;
let bots: TestBot[];

const startBot = async (settings = {}) => {
  const bot = await startTestBot(fake, theta, { jobs, ...settings });
  bots.push(bot);
  return bot;
};
beforeEach(async () => {
  fake = await startFakeSlack({ mode: 'http' });
  theta = createTinyTheta();
  jobs = createTinyJobs();
  bots = [];
});
afterEach(async () => {
  await Promise.all(bots.map((bot) => bot.stop()));
  await fake.close();
});

const isWhole = (message: Message) => picturesOf(message).length > 0;
const says = (part: string) => (message: Message) => wordsOf(message).includes(part);

describe('what is delivered more than once', () => {
  it('is one job for all processes, and after a restart', async () => {
    const first = await startBot();
    await startBot({ chatOnly: true });
    await fake.mention('faq jobs');
    for (const attempt of [1, 2, 3])
      expect(await fake.redeliver(attempt)).toMatchObject({ acknowledged: true });
    await first.slack.stop();
    fake.target.appUrls.splice(0, 2);
    await startBot({ chatOnly: true });
    expect(await fake.redeliver(3)).toMatchObject({ acknowledged: true });
    await fake.until(says('You asked: jobs'));
    await jobs.stop(5_000);
    expect(jobs.added).toHaveLength(1);
    expect(fake.messages()).toHaveLength(1);
  });

  it('is one press for a double click, and two for two people', async () => {
    await startBot();
    await startBot({ chatOnly: true });
    await fake.slash('/train');
    const answer = await fake.until(isWhole);
    const clicks = ['U0ADA', 'U0LIN', 'U0ADA', 'U0LIN'].map((user) =>
      fake.press(answer, 'Train on', { user }),
    );
    for (const click of await Promise.all(clicks)) expect(click.acknowledged).toBe(true);
    await expect.poll(() => fake.messages().filter(isWhole).length, { timeout: 10_000 }).toBe(3);
    await jobs.stop(5_000);
    expect(jobs.added.map(({ asker }) => asker.learner).sort()).toEqual(['U0ADA', 'U0ADA', 'U0LIN']);
  });

  it('is another press three seconds later', async () => {
    await startBot();
    await fake.slash('/train');
    const answer = await fake.until(isWhole);
    await fake.press(answer, 'Train on');
    await delay(3_100);
    await fake.press(answer, 'Train on');
    expect(jobs.added).toHaveLength(3);
  });
});

describe('a job', () => {
  it('says whose it is, and until when its answer is taken', async () => {
    await startBot({ chatOnly: true });
    await fake.slash('/faq jobs');
    await fake.mention('faq jobs');
    const minutes = ({ receivedAt, expiresAt }: Job) => (expiresAt - receivedAt) / 60_000;
    expect(jobs.added.map(minutes)).toEqual([30, 120]);
    for (const { id, asker } of jobs.added) {
      expect(id).toMatch(/^slack:T0THETA:./);
      expect(asker).toEqual({ platform: 'slack', space: 'slack:T0THETA', learner: 'U0ADA' });
    }
  });
});

describe('an answer that a crash interrupted', () => {
  let bot: TestBot;
  beforeEach(async () => {
    bot = await startBot({ chatOnly: true });
  });

  it('takes the place of the first attempt’s progress line', async () => {
    await fake.slash('/train');
    const notes: unknown[] = [];
    theta.work = new Promise(() => {});
    void bot.answer(toTaken(jobs.added[0]!, { notes }));
    const line = await fake.until(says('Training…'));
    await expect.poll(() => notes.length).toBe(1);

    theta.work = Promise.resolve();
    await bot.answer(toTaken(jobs.added[0]!, { attempt: 2, notes }));
    expect(fake.messages()).toHaveLength(1);
    expect(fake.messages()[0]?.ts).toBe(line.ts);
    expect(isWhole(line)).toBe(true);
    expect(theta.invocations.map(({ id }) => id)).toEqual([jobs.added[0]?.id, jobs.added[0]?.id]);
  });

  it.each([
    ['in its channel', '/faq jobs', 'C0CLASS'],
    ['through the response URL', '/faq jobs', 'C0OTHER'],
    ['with a picture, through the response URL', '/train', 'C0OTHER'],
    ['for the asker alone', '/nonsense', 'C0CLASS'],
  ])('stands there once when it was sent already %s', async (_, line, channel) => {
    await fake.slash(line, { channel });
    const notes: unknown[] = [];
    await bot.answer(toTaken(jobs.added[0]!, { notes }));
    const before = fake.messages(channel).map(wordsOf);
    await bot.answer(toTaken(jobs.added[0]!, { attempt: 2, notes }));
    expect(fake.messages(channel).map(wordsOf)).toEqual(before);
  });

  it('removes the progress line when only that was left to do', async () => {
    await fake.slash('/lost');
    const notes: unknown[] = [];
    fake.failNext('chat.delete', { error: 'internal_error' });
    await bot.answer(toTaken(jobs.added[0]!, { notes }));
    expect(fake.messages()).toHaveLength(2);
    await bot.answer(toTaken(jobs.added[0]!, { attempt: 2, notes }));
    expect(fake.messages().map(({ only }) => only)).toEqual(['U0ADA']);
  });

  it('is given up after three attempts, with an apology in place of the progress line', async () => {
    await fake.slash('/train');
    const notes: unknown[] = [];
    theta.work = new Promise(() => {});
    void bot.answer(toTaken(jobs.added[0]!, { notes }));
    await expect.poll(() => notes.length).toBe(1);
    await bot.answer(toTaken(jobs.added[0]!, { attempt: 4, notes }));
    expect(fake.messages()).toHaveLength(1);
    expect(fake.messages()[0]?.only).toBe('U0ADA');
    expect(wordsOf(fake.messages()[0]!)).toContain('3 attempts');
    expect(theta.invocations).toHaveLength(1);
  });

  it('goes out though its note can’t be kept', async () => {
    await fake.slash('/train');
    const job = toTaken(jobs.added[0]!);
    await bot.answer({ ...job, keepNote: () => Promise.reject(new StoreUnavailable('gone')) });
    expect(fake.messages().filter(isWhole)).toHaveLength(1);
    expect(bot.logged()).toContain(job.id);
  });
});

describe('when the database', () => {
  it('hangs, Slack is told in time all the same', async () => {
    await startBot();
    let comeBack = () => {};
    const back = new Promise<void>((resolve) => {
      comeBack = resolve;
    });
    jobs.database = () => back;
    for (const deliver of [() => fake.slash('/faq jobs'), () => fake.mention('faq jobs')]) {
      const { acknowledged, milliseconds } = await deliver();
      expect(acknowledged).toBe(true);
      expect(milliseconds).toBeLessThan(2_500);
    }
    expect(fake.space.faults).toEqual([]);
    expect(fake.messages()).toEqual([]);
    comeBack();
    await expect.poll(() => fake.messages().filter(says('You asked: jobs')).length).toBe(2);
  });

  it('is only slow, the request is answered', async () => {
    await startBot();
    jobs.database = () => delay(1_500);
    const { acknowledged, milliseconds } = await fake.slash('/faq jobs');
    expect(acknowledged).toBe(true);
    expect(milliseconds).toBeLessThan(1_450);
    await fake.until(says('You asked: jobs'));
  });

  it('fails after all, the asker is told', async () => {
    await startBot();
    jobs.database = () => delay(1_500).then(() => Promise.reject(new StoreUnavailable('gone')));
    expect(await fake.slash('/faq jobs')).toMatchObject({ acknowledged: true });
    expect(await fake.until(says('gone'))).toMatchObject({ only: 'U0ADA', via: 'response_url' });
  });

  it('is down, whoever asks is told alone, each way', async () => {
    await startBot();
    await fake.slash('/train');
    const answer = await fake.until(isWhole);
    jobs.database = () => Promise.reject(new StoreUnavailable('gone'));
    await fake.press(answer, 'Train on');
    await fake.mention('faq jobs', { user: 'U0LIN' });
    await fake.directMessage('faq jobs', { user: 'U0LIN' });
    await fake.until((message) => says('gone')(message) && message.channel === 'DU0LIN');
    const told = () => fake.messages().filter(says('gone'));
    await expect
      .poll(() =>
        told()
          .map(({ only }) => only)
          .sort(),
      )
      .toEqual(['U0ADA', 'U0LIN']);
    expect(fake.space.faults).toEqual([]);
  });

  it('has all that this space may queue, the asker is told', async () => {
    await startBot();
    jobs.database = () => Promise.reject(new LearnerError({ code: 'space-busy', waiting: 300 }));
    await fake.slash('/train');
    expect(await fake.until(says('space-busy'))).toMatchObject({ only: 'U0ADA' });
  });
});

describe('a long queue', () => {
  it('is told to who waits in it, in their language', async () => {
    await startBot();
    jobs.crowd = 12;
    await fake.slash('/train', { user: 'U0LIN' });
    expect(await fake.until(says('前面还有 12 个'))).toMatchObject({ only: 'U0LIN', via: 'response_url' });
    await fake.until(isWhole);
  });

  it('is not worth a word when it is short', async () => {
    await startBot();
    jobs.crowd = 7;
    await fake.slash('/faq jobs');
    await fake.until(says('You asked'));
    expect(fake.messages()).toHaveLength(1);
  });

  it('leaves the answer enough of the response URL', async () => {
    await startBot();
    jobs.crowd = 12;
    await fake.slash('/train', { channel: 'C0OTHER' });
    const answer = await fake.until(isWhole);
    expect(buttonsOf(answer)).toHaveLength(1);
    await jobs.stop(5_000);
    expect([...fake.space.responseUrls.values()].map(({ uses }) => uses)).toEqual([3]);
  });
});
