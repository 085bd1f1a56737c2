import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sign } from '../fakes/slack/deliver.ts';
import {
  buttonsOf,
  type FakeSlack,
  type Message,
  picturesOf,
  startFakeSlack,
  wordsOf,
} from '../fakes/slack/fake-slack.ts';
import { startTestBot, type TestBot } from './test-bot.ts';
import { createTinyTheta, PNG, type TinyTheta } from './tiny-theta.ts';

let fake: FakeSlack;
let theta: TinyTheta;
let bot: TestBot;

async function start(mode: 'socket' | 'http', prefix = ''): Promise<void> {
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

const isWhole = (message: Message) => picturesOf(message).length > 0;
const says = (part: string) => (message: Message) => wordsOf(message).includes(part);
const hold = () => {
  let release = () => {};
  theta.work = new Promise((resolve) => {
    release = resolve;
  });
  return release;
};

describe.each(['socket', 'http'] as const)('Slack by %s', (mode) => {
  beforeEach(() => start(mode));

  it('shows progress at once and puts the answer with its picture in its place', async () => {
    const release = hold();
    const delivery = await fake.slash('/train epochs:5');
    expect(delivery.acknowledged).toBe(true);
    const line = await fake.until(says('Training…'));
    release();
    const answer = await fake.until(isWhole);
    expect(answer.ts).toBe(line.ts);
    expect(fake.messages()).toHaveLength(1);
    expect(wordsOf(answer)).toBe(
      'Ada: /train epochs:5\nTrained: train epochs:5\n\nθ: y = 1.98x + 1.01\n[The line fits the points.]\n(Train on)',
    );
    expect(fake.space.files.get(picturesOf(answer)[0]!)?.bytes).toEqual(PNG);
    expect(answer.text).toContain('The line fits the points.');
    expect(theta.invocations).toEqual([
      {
        id: bot.jobs.added[0]?.id,
        asker: { platform: 'slack', space: 'slack:T0THETA', learner: 'U0ADA' },
        locale: 'en',
        input: { text: 'train epochs:5' },
      },
    ]);
    expect(fake.space.faults).toEqual([]);
  });

  it('answers at once what needs no time', async () => {
    await fake.slash('/faq jobs');
    const answer = await fake.until(says('You asked: jobs'));
    expect(answer).toMatchObject({ only: undefined, edits: 0, via: 'api' });
  });

  it('tells a mistake to the learner alone', async () => {
    await fake.slash('/trian epochs:5');
    const answer = await fake.until(says('I don’t know “trian epochs:5”.'));
    expect(answer.only).toBe('U0ADA');
    await fake.mention('trian epochs:5');
    const second = await fake.until((message) => message !== answer && says('trian')(message));
    expect(second).toMatchObject({ only: 'U0ADA', thread: undefined });
    await fake.mention('predcit', { thread: '1700000000.000001' });
    expect(await fake.until(says('predcit'))).toMatchObject({ only: 'U0ADA', thread: '1700000000.000001' });
    expect(fake.space.faults).toEqual([]);
  });

  it('runs a button as the presser’s own, beside the answer it stands under', async () => {
    await fake.slash('/train');
    const answer = await fake.until(isWhole);
    fake.reply(answer, 'Nice!');
    await fake.press(answer, 'Train on', { user: 'U0LIN' });
    const second = await fake.until((message) => message !== answer && isWhole(message));
    expect(second.thread).toBeUndefined();
    expect(wordsOf(second)).toMatch(/^林：Train on\n训练好了：train on/);
    expect(wordsOf(answer)).toMatch(/^Ada/);
    expect(theta.invocations[1]).toEqual({
      id: bot.jobs.added[1]?.id,
      asker: { platform: 'slack', space: 'slack:T0THETA', learner: 'U0LIN' },
      locale: 'zh',
      input: { button: 'train on' },
    });
    expect(fake.space.faults).toEqual([]);
  });

  it('answers a mention in a thread, and one in a thread there', async () => {
    const { ts } = await fake.mention('train epochs:5');
    const answer = await fake.until(isWhole);
    expect(answer).toMatchObject({ thread: ts, channel: 'C0CLASS' });
    await fake.press(answer, 'Train on');
    await fake.until((message) => message !== answer && isWhole(message) && message.thread === ts);
    await fake.mention('faq jobs', { thread: '1700000000.000001' });
    expect(await fake.until(says('You asked'))).toMatchObject({ thread: '1700000000.000001' });
    expect(fake.messages().filter(({ only }) => only === undefined)).toHaveLength(3);
  });

  it('answers direct messages plainly, mistakes too', async () => {
    await fake.directMessage('train epochs:5', { user: 'U0LIN' });
    const answer = await fake.until(isWhole);
    expect(answer).toMatchObject({ channel: 'DU0LIN', thread: undefined, only: undefined });
    expect(wordsOf(answer)).toMatch(/^训练好了/);
    await fake.directMessage('hello', { user: 'U0LIN' });
    expect(await fake.until(says('hello'))).toMatchObject({ channel: 'DU0LIN', only: undefined });
  });

  it('answers what is delivered twice once', async () => {
    await fake.mention('faq jobs');
    await fake.redeliver(1);
    await fake.redeliver(2);
    await fake.slash('/faq policy');
    await fake.redeliver();
    await fake.until(says('You asked: policy'));
    await bot.stop();
    expect(fake.messages().map(wordsOf)).toEqual(['You asked: jobs', 'Ada: /faq policy\nYou asked: policy']);
  });

  it('tells Slack that a request came once it is kept', async () => {
    bot.jobs.database = () => delay(300);
    await fake.slash('/train');
    bot.jobs.database = async () => {};
    const answer = await fake.until(isWhole);
    bot.jobs.database = () => delay(300);
    const deliveries = [
      await fake.slash('/faq jobs'),
      await fake.mention('faq jobs'),
      await fake.directMessage('faq jobs'),
      await fake.press(answer, 'Train on'),
    ];
    for (const { acknowledged, milliseconds } of deliveries) {
      expect(acknowledged).toBe(true);
      expect(milliseconds).toBeGreaterThanOrEqual(295);
    }
    expect(bot.jobs.added).toHaveLength(5);
  });

  it('goes through the response URL where it is no member', async () => {
    await fake.slash('/train epochs:5', { channel: 'C0OTHER' });
    const answer = await fake.until(isWhole);
    expect(answer).toMatchObject({ via: 'response_url', only: undefined });
    expect(fake.messages('C0OTHER').map(({ only, blocks }) => [only, blocks.length])).toEqual([
      ['U0ADA', 2],
      [undefined, 4],
    ]);
    expect([...fake.space.responseUrls.values()].map(({ uses }) => uses)).toEqual([2]);
    await fake.slash('/nonsense', { channel: 'C0OTHER' });
    expect(await fake.until(says('nonsense'))).toMatchObject({ only: 'U0ADA' });
    expect(fake.space.faults).toEqual([]);
  });

  it('leaves a shared answer as it is when somebody presses where it is no member', async () => {
    await fake.slash('/train', { channel: 'C0OTHER' });
    const answer = await fake.until(isWhole);
    await fake.press(answer, 'Train on', { user: 'U0LIN' });
    await fake.until((message) => message !== answer && isWhole(message));
    expect(answer.edits).toBe(0);
  });

  it('takes a progress line back when work ends in a mistake', async () => {
    await fake.slash('/lost');
    const answer = await fake.until(says('lost on the way'));
    await bot.stop();
    expect(answer.only).toBe('U0ADA');
    expect(fake.messages()).toEqual([answer]);
  });

  it('pings nobody, whatever a question says', async () => {
    const question = '@channel <!everyone> <@U0LIN> *bold* `code` :tada: https://x.org';
    await fake.slash(`/faq ${question}`);
    await fake.mention(`faq ${question}`);
    await fake.event({ type: 'app_mention', text: '<@U0BOT> faq <!channel> <@U0LIN> hi' });
    const said = await fake.until(says('You asked: @channel @U0LIN hi'));
    await bot.stop();
    expect(wordsOf(said)).toBe('You asked: @channel @U0LIN hi');
    for (const { blocks, text } of fake.messages()) {
      const kinds = new Set(JSON.stringify(blocks).match(/"type":"\w+"/g));
      expect([...kinds].sort()).toEqual(
        expect.not.arrayContaining(['"type":"user"', '"type":"broadcast"', '"type":"mrkdwn"']),
      );
      expect(text).not.toMatch(/[<>]/);
    }
    expect(fake.messages()).toHaveLength(3);
  });

  it('leaves alone what is not said to it', async () => {
    const quiet = [
      { type: 'app_mention', user: 'U0BOT', text: '<@U0BOT> faq me' },
      { type: 'app_mention', bot_id: 'B0OTHER', text: '<@U0BOT> faq bot' },
      { type: 'app_mention', text: '<@U0BOT> faq edited', edited: { user: 'U0ADA', ts: '1.2' } },
      { type: 'message', channel_type: 'channel', text: 'faq channel' },
      {
        type: 'message',
        channel_type: 'im',
        channel: 'DU0ADA',
        subtype: 'message_changed',
        text: 'faq changed',
      },
    ];
    for (const event of quiet) await fake.event(event);
    await fake.mention('faq heard');
    await fake.until(says('heard'));
    expect(theta.invocations).toHaveLength(1);
  });

  it('answers an empty mention with help', async () => {
    await fake.mention('');
    await fake.until(says('help'));
    expect(theta.invocations[0]?.input).toEqual({ text: 'help' });
  });
});

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

describe('the prefix', () => {
  it('is taken off a slash command’s name', async () => {
    await start('socket', 'theta-');
    await fake.slash('/theta-faq jobs & <more>');
    expect(wordsOf(await fake.until(says('You asked')))).toBe(
      'Ada: /theta-faq jobs & <more>\nYou asked: jobs & <more>',
    );
    expect(theta.invocations[0]?.input).toEqual({ text: 'faq jobs & <more>' });
  });
});

describe('the HTTP endpoint', () => {
  beforeEach(() => start('http'));
  const knock = (headers: Record<string, string>, body: string) =>
    fetch(`${bot.url}/slack/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' });

  it('answers Slack’s challenge', async () => {
    const response = await knock(sign(body, fake.signingSecret), body);
    expect(await response.json()).toEqual({ challenge: 'abc' });
  });

  it.each([
    ['no signature', () => ({})],
    ['another secret’s signature', () => sign(body, 'guessed')],
    ['another body’s signature', () => sign(`${body} `, fake.signingSecret)],
    ['an old signature', () => sign(body, fake.signingSecret, Math.floor(Date.now() / 1000) - 600)],
  ])('refuses %s with 401', async (_, headers) => {
    expect((await knock(headers(), body)).status).toBe(401);
  });

  it('refuses a body over a megabyte with 413', async () => {
    const large = JSON.stringify({ type: 'url_verification', challenge: 'a'.repeat(1_000_000) });
    expect((await knock(sign(large, fake.signingSecret), large)).status).toBe(413);
  });

  it('answers a request that somebody replays once', async () => {
    const event = { type: 'app_mention', user: 'U0ADA', channel: 'C0CLASS', ts: '1.2', text: 'faq jobs' };
    const mention = JSON.stringify({ type: 'event_callback', team_id: 'T0THETA', event });
    const headers = sign(mention, fake.signingSecret);
    for (let i = 0; i < 3; i++) expect((await knock(headers, mention)).status).toBe(200);
    await fake.until(says('You asked: jobs'));
    await bot.stop();
    expect(fake.messages()).toHaveLength(1);
  });

  it('sends Slack away once it has stopped, so that events come again', async () => {
    await bot.slack.stop();
    expect((await knock(sign(body, fake.signingSecret), body)).status).toBe(503);
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
