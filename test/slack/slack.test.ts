import { setTimeout as delay } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { picturesOf, wordsOf } from '../fakes/slack/fake-slack.ts';
import { bot, fake, hold, isWhole, says, start, theta } from './one-bot.ts';
import { PNG } from './tiny-theta.ts';

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
