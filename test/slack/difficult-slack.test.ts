import { beforeEach, describe, expect, it } from 'vitest';
import { buttonsOf, wordsOf } from '../fakes/slack/fake-slack.ts';
import { bot, fake, hold, isWhole, says, start, theta } from './one-bot.ts';
import { startTestBot } from './test-bot.ts';

describe('when Slack is difficult', () => {
  beforeEach(() => start('socket'));

  it.each([
    [
      'the upload is refused',
      () => fake.failNext('files.getUploadURLExternal', { error: 'file_uploads_disabled' }),
    ],
    ['the bytes don’t arrive', () => fake.failNext('upload', { status: 500 }, 3)],
    [
      'the picture is never processed',
      () => Object.assign(fake.space, { processing: Number.POSITIVE_INFINITY }),
    ],
    ['a scope is missing', () => Object.assign(fake.space, { scopes: ['chat:write', 'users:read'] })],
  ])('gives the words and θ and says what the picture shows when %s', async (_, trouble) => {
    trouble();
    await fake.slash('/train');
    const answer = await fake.until(
      says('Slack would not take the picture this time. What it shows: The line fits'),
    );
    expect(wordsOf(answer)).toContain('y = 1.98x + 1.01');
    expect(buttonsOf(answer)).toHaveLength(1);
    expect(fake.messages()).toHaveLength(1);
    expect(fake.space.faults.filter((fault) => fault.startsWith('invalid'))).toEqual([]);
  });

  it('sends the words ahead of a picture that takes long, and never uses it too early', async () => {
    fake.space.processing = 4_000;
    await fake.slash('/train');
    const early = await fake.until(says('The picture is on its way'));
    expect(wordsOf(early)).toContain('y = 1.98x + 1.01');
    expect(await fake.until(isWhole)).toBe(early);
    expect(fake.space.faults).toEqual([]);
  });

  it('sends the answer without its picture when Slack refuses it in the message after all', async () => {
    fake.failNext('chat.update', { error: 'invalid_blocks' });
    await fake.slash('/train');
    const answer = await fake.until(says('Slack would not take the picture'));
    expect(wordsOf(answer)).toContain('y = 1.98x + 1.01');
  });

  it('waits out rate limits and passing faults', async () => {
    const release = hold();
    fake.failNext('chat.postMessage', { status: 429, retryAfter: 1 });
    fake.failNext('chat.update', { status: 429, retryAfter: 1 });
    fake.failNext('chat.update', { status: 500 });
    fake.failNext('files.info', { status: 429, retryAfter: 1 });
    await fake.slash('/train');
    release();
    await fake.until(isWhole);
    fake.failNext('response_url', { status: 429, retryAfter: 1 });
    await fake.slash('/nonsense');
    await fake.until(says('nonsense'));
  });

  it('tries again what broke off in the middle of its answer', async () => {
    const release = hold();
    await fake.slash('/train');
    const line = await fake.until(says('Training…'));
    fake.failNext('chat.update', { half: true }, 2);
    fake.failNext('files.info', { half: true });
    release();
    expect(await fake.until(isWhole)).toBe(line);
    await bot.stop();
    expect(fake.messages()).toHaveLength(1);
  });

  it('answers in English when Slack doesn’t say who asks', async () => {
    fake.failNext('users.info', { status: 429, retryAfter: 30 });
    await fake.slash('/faq jobs', { user: 'U0LIN' });
    expect(wordsOf(await fake.until(says('jobs')))).toBe('/faq jobs\nYou asked: jobs');
    await fake.slash('/train', { user: 'U0LIN' });
    expect(wordsOf(await fake.until(isWhole))).toMatch(/^林：\/train\n训练好了/);
  });

  it('posts anew when somebody has removed the progress line', async () => {
    const release = hold();
    await fake.slash('/train');
    const line = await fake.until(says('Training…'));
    fake.space.remove(line);
    release();
    expect((await fake.until(isWhole)).ts).not.toBe(line.ts);
  });

  it('comes back by itself after a refresh and after a lost connection', async () => {
    for (const lose of [fake.socket.refresh, fake.socket.drop]) {
      const before = fake.socket.connections();
      lose();
      await expect.poll(() => fake.socket.connections(), { timeout: 10_000 }).toBe(before + 1);
      await expect.poll(() => bot.slack.ready()).toBe(true);
    }
    await fake.slash('/faq jobs');
    await fake.until(says('jobs'));
  });

  it('answers what was said while it was away, once', async () => {
    fake.failNext('apps.connections.open', { status: 500 });
    fake.socket.drop();
    await expect.poll(() => bot.slack.ready()).toBe(false);
    await fake.mention('faq jobs');
    await fake.until(says('jobs'));
    await bot.stop();
    expect(fake.messages()).toHaveLength(1);
  });

  it('goes on trying to connect while Slack has a fault', async () => {
    fake.failNext('apps.connections.open', { status: 500 }, 2);
    fake.socket.drop();
    await expect.poll(() => bot.slack.ready()).toBe(false);
    await expect.poll(() => bot.slack.ready(), { timeout: 10_000 }).toBe(true);
  });

  it('finishes what it is answering before it stops', async () => {
    const release = hold();
    await fake.slash('/train');
    await fake.until(says('Training…'));
    const stopped = bot.stop();
    expect(bot.slack.ready()).toBe(false);
    release();
    await stopped;
    expect(fake.messages().filter(isWhole)).toHaveLength(1);
  });
});

describe('the start', () => {
  it('is not held up by a fault of Slack’s', async () => {
    await start('socket');
    fake.failNext('auth.test', { status: 500 });
    const late = await startTestBot(fake, theta, { appToken: fake.appToken });
    expect(late.slack.ready()).toBe(false);
    await expect.poll(() => late.slack.ready(), { timeout: 10_000 }).toBe(true);
    await late.stop();
  });
});

describe('wrong tokens', () => {
  it('are refused at the start, in words without the token', async () => {
    await start('socket');
    const { appToken } = fake;
    await expect(startTestBot({ ...fake, botToken: 'xoxb-wrong' }, theta, { appToken })).rejects.toThrow(
      'Slack refuses the tokens: invalid_auth',
    );
    await expect(startTestBot(fake, theta, { appToken: 'xapp-wrong' })).rejects.toThrow(
      'Slack refuses the tokens: invalid_auth',
    );
    await expect(startTestBot({ ...fake, signingSecret: '' }, theta)).rejects.toThrow('signing secret');
  });
});
