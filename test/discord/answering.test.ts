import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Platform } from '../../src/command/invocation.ts';
import type { Discord } from '../../src/discord/start-discord.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/fake-discord.ts';
import { BOARD, instant, PNG, ScriptedTheta, say, slow } from './scripted-theta.ts';
import { startBot } from './start-bot.ts';

const TOKEN = 'MTAw.secret.token-of-the-bot';
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let fake: FakeDiscord;
let theta: ScriptedTheta;
let discord: Discord;
let logged: string;
let acknowledgements: number[];
let errors: string[];

beforeEach(async () => {
  logged = '';
  [acknowledgements, errors] = [[], []];
  const meter = {
    acknowledged: (_: Platform, seconds: number) => acknowledgements.push(seconds),
    answerLost: () => {},
    platformError: (_: Platform, kind: string) => errors.push(kind),
  };
  const log = pino(
    { level: 'debug' },
    {
      write(line: string) {
        logged += line;
      },
    },
  );
  fake = await startFakeDiscord({ token: TOKEN });
  theta = new ScriptedTheta({ log });
  discord = await startBot(fake, theta, { token: TOKEN, meter, log });
});

afterEach(async () => {
  await discord.stop();
  await fake.close();
  expect(logged).not.toContain(TOKEN);
  for (const { token } of fake.interactions) expect(logged).not.toContain(token);
});

const toWebhooks = (_: string, path: string) => path.startsWith('/webhooks/');
const toCallbacks = (_: string, path: string) => path.endsWith('/callback');

describe('an answer', () => {
  it('that is there goes out at once, and pings nobody', async () => {
    theta.next = () => instant(say('@everyone <@200000000000000002> hi'));
    const asked = fake.command('ask', { question: 'jobs' });
    const message = await asked.message();
    expect(asked.acknowledgement).toMatchObject({ type: 4, ephemeral: false });
    expect(message.pings).toEqual([]);
    expect(message.text).toContain('hi');
    expect(theta.asked).toEqual([
      {
        id: `discord:${asked.id}`,
        asker: { platform: 'discord', space: 'discord:300000000000000001', learner: '200000000000000001' },
        locale: 'en',
        input: { command: 'ask', options: { question: 'jobs' } },
      },
    ]);
  });

  it('that takes a while is deferred, then comes with its picture', async () => {
    theta.next = () => slow(async () => BOARD);
    const asked = fake.command('train', { epochs: 5, batch: 'full' });
    const message = await asked.message();
    expect(asked.history).toEqual(['callback 5', 'edit']);
    expect(message.ephemeral).toBe(false);
    expect(message.attachments).toEqual([
      { filename: '1-board.png', description: 'The line lies on the points.', bytes: PNG },
    ]);
    expect(message.buttons.map(({ label }) => label)).toEqual([
      'Train on',
      'lr × 10',
      'lr ÷ 10',
      'Predict',
      'Help',
      'Again',
    ]);
    expect(theta.asked[0]?.input).toEqual({ command: 'train', options: { epochs: 5, batch: 'full' } });
  });

  it('to a mistake is for the asker alone', async () => {
    theta.next = () =>
      instant({ ...say('epochs goes from 1'), audience: 'asker', error: { code: 'out-of-range' } });
    const message = await fake.command('train', { epochs: -1 }).message();
    expect(message.ephemeral).toBe(true);
  });

  it('to a mistake that shows late takes the public deferral back', async () => {
    theta.next = () => slow(async () => ({ ...say('that run is gone'), audience: 'asker' }));
    const asked = fake.command('train');
    const message = await asked.message();
    expect(asked.history).toEqual(['callback 5', 'delete', 'followup']);
    expect(message).toMatchObject({ ephemeral: true, text: 'that run is gone' });
  });

  it('for the asker is deferred for the asker', async () => {
    theta.next = () => slow(async () => ({ ...say('yours'), audience: 'asker' }), 'asker');
    const asked = fake.command('train');
    expect((await asked.message()).ephemeral).toBe(true);
    expect(asked.history).toEqual(['callback 5', 'edit']);
  });

  it('from a slow database is deferred meanwhile, whatever it turns out to be', async () => {
    theta.next = async () => {
      await sleep(1200);
      return instant(say('at last'));
    };
    const asked = fake.command('ask');
    expect((await asked.message()).text).toBe('at last');
    expect(asked.history).toEqual(['callback 5', 'edit']);
  });

  it('that Discord would refuse becomes an apology with a reference, and its fault is logged', async () => {
    const tooLong = { label: 'Go', id: 'x'.repeat(101), command: '/train' };
    theta.next = () => slow(async () => say('hi', { kind: 'buttons', buttons: [tooLong] }));
    const { text, ephemeral } = await fake.command('train').message();
    expect(ephemeral).toBe(true);
    const reference = /[0-9a-f]{8}/.exec(text)?.[0];
    expect(reference).toBeDefined();
    expect(logged).toContain(reference);
  });

  it('is in the language of who asks, wherever they are', async () => {
    for (const locale of ['zh-CN', 'zh-TW', 'de'])
      await fake.command('ask', {}, { locale, guild: null }).message();
    expect(theta.asked.map(({ locale, asker }) => [locale, asker.space])).toEqual([
      ['zh', 'discord:dm:1200000000000000001'],
      ['zh', 'discord:dm:1200000000000000001'],
      ['en', 'discord:dm:1200000000000000001'],
    ]);
  });
});

describe('a button', () => {
  it('is the presser’s own run, in a message of its own', async () => {
    theta.next = () => slow(async () => BOARD);
    const asked = fake.command('train');
    const before = await asked.message();
    const pressed = fake.press(before.buttons[1]!, { user: '200000000000000002', locale: 'zh-CN' });
    await pressed.message();
    expect(pressed.acknowledgement?.type).toBe(5);
    expect(asked.visible()).toEqual([before]);
    expect(theta.asked.at(-1)).toEqual({
      id: `discord:${pressed.id}`,
      asker: { platform: 'discord', space: 'discord:300000000000000001', learner: '200000000000000002' },
      locale: 'zh',
      input: { button: 'train?epochs=2' },
    });
  });
});

describe('autocompletion', () => {
  it('offers 25 rows within Discord’s lengths', async () => {
    const choices = await fake.type('ask', 'question', 'jo', { locale: 'zh-TW' }).choices();
    expect(choices).toHaveLength(25);
    expect(choices[0]).toEqual({ name: `jo0 ${'x'.repeat(95)}…`, value: '0' });
    expect(theta.typed[0]).toMatchObject({ command: 'ask', option: 'question', typed: 'jo', locale: 'zh' });
  });

  it('gives numbers where the option takes numbers', async () => {
    const choices = await fake.type('train', 'epochs', '3').choices();
    expect(choices[4]?.value).toBe(4);
  });
});

describe('when Discord fails in passing', () => {
  it('a rate limit loses no answer', async () => {
    theta.next = () => slow(async () => BOARD);
    fake.failNext(1, { status: 429, retryAfter: 0.2 }, toCallbacks);
    fake.failNext(2, { status: 429, retryAfter: 0.2 }, toWebhooks);
    const message = await fake.command('train').message();
    expect(message.attachments[0]?.bytes).toEqual(PNG);
    expect(fake.requests.filter(({ status }) => status === 429)).toHaveLength(3);
  });

  it('a row of 502s and broken connections loses no answer', async () => {
    theta.next = () => slow(async () => BOARD);
    fake.failNext(2, { status: 502 }, toCallbacks);
    fake.failNext(3, { status: 502 }, toWebhooks);
    fake.failNext(1, { drop: true }, toWebhooks);
    const message = await fake.command('train').message();
    expect(message.attachments[0]?.bytes).toEqual(PNG);
  });

  it('an acknowledgement that arrived, but whose answer was lost, counts', async () => {
    theta.next = () => slow(async () => BOARD);
    fake.failNext(1, { status: 502, afterwards: true }, toCallbacks);
    const asked = fake.command('train');
    expect((await asked.message()).attachments).toHaveLength(1);
    expect(asked.history).toEqual(['callback 5', 'edit']);
  });

  it('each failed request is counted by its kind, and each acknowledgement timed', async () => {
    theta.next = () => slow(async () => BOARD);
    fake.failNext(1, { status: 502 }, toCallbacks);
    for (const fault of [{ status: 429, retryAfter: 0.1 }, { status: 403 }, { drop: true }] as const)
      fake.failNext(1, fault, (method) => method === 'PATCH');
    const asked = fake.command('train');
    await asked.message();
    // An early edit, before the acknowledgement is there, is refused as well.
    expect(new Set(errors)).toEqual(new Set(['server', 'rate-limited', 'refused', 'lost']));
    expect(acknowledgements).toHaveLength(1);
    expect(acknowledgements[0]).toBeGreaterThan(0.2);
    expect(acknowledgements[0]).toBeLessThan(3);
  });

  it('an answer to an edit that breaks off in the middle makes one more edit', async () => {
    theta.next = () => slow(async () => BOARD);
    fake.failNext(2, { half: true }, toWebhooks);
    const asked = fake.command('train');
    await expect.poll(() => asked.history).toEqual(['callback 5', 'edit', 'edit', 'edit']);
    expect((await asked.message()).attachments).toHaveLength(1);
  });

  it('a picture that is refused costs the picture, not the words', async () => {
    theta.next = () => slow(async () => BOARD);
    fake.failNext(1, { status: 413 }, toWebhooks);
    const message = await fake.command('train').message();
    expect(message.attachments).toEqual([]);
    expect(message.text).toContain('y = 2.01x + 0.99');
    expect(message.text).toContain('The line lies on the points.');
    expect(message.buttons).toHaveLength(6);
  });

  it('an interaction that nobody knows any more is logged, and the next one is answered', async () => {
    fake.failNext(1, { status: 404, code: 10062 }, toCallbacks);
    fake.command('ask');
    await expect.poll(() => logged).toContain('no longer knows the interaction');
    expect((await fake.command('ask').message()).text).toBe('hello');
  });
});
