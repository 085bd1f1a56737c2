import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Discord } from '../../src/discord/start-discord.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/fake-discord.ts';
import type { FakeMessage } from '../fakes/discord/fake-interaction.ts';
import { startTestTheta, type TestTheta } from '../theta.ts';
import { startBot } from './start-bot.ts';

const ALICE = { user: '200000000000000001' };
const BOB = { user: '200000000000000002' };

let fake: FakeDiscord;
let discord: Discord;
let theta: TestTheta;

beforeAll(async () => {
  [fake, theta] = await Promise.all([startFakeDiscord(), startTestTheta()]);
  const log = pino({ level: 'silent' });
  discord = await startBot(fake, theta.theta, { log }, theta.services.store.jobs);
});

afterAll(async () => {
  await discord.stop();
  await Promise.all([fake.close(), theta.close()]);
});

function find(message: FakeMessage, label: string | RegExp) {
  const button = message.buttons.find((candidate) => candidate.label.match(label));
  if (!button) throw new Error(`no button ${label} among ${message.buttons.map((b) => b.label).join(', ')}`);
  return button;
}

describe('the commands as a class meets them on Discord', () => {
  it('train: words, θ and a board for all to see, with buttons', async () => {
    const message = await fake.command('train', { epochs: 50, seed: 7 }, ALICE).message();
    expect(message.ephemeral).toBe(false);
    expect(message.text).toMatch(/y = [\d.]+x \+ [\d.]+/);
    const [board] = message.attachments;
    expect(Buffer.from(board!.bytes.subarray(1, 4)).toString()).toBe('PNG');
    expect(board!.description?.length).toBeGreaterThan(20);
    expect(message.buttons.length).toBeGreaterThanOrEqual(4);
  });

  it('a pressed button is a run of the presser, from which they predict', async () => {
    const nothingYet = await fake.command('predict', { x: '0.3' }, BOB).message();
    expect(nothingYet.ephemeral).toBe(true);
    const trained = await fake.press(nothingYet.buttons[0]!, BOB).message();
    expect(trained.attachments).toHaveLength(1);
    const predicted = await fake.press(find(trained, /predict/i), BOB).message();
    expect(predicted.attachments).toHaveLength(1);
  });

  it('mistakes are told to the asker alone, with a button that mends them', async () => {
    const wrong = await fake.command('train', { epochs: -1 }, ALICE).message();
    expect(wrong.ephemeral).toBe(true);
    expect(wrong.text).toContain('epochs');
    expect((await fake.press(wrong.buttons[0]!, ALICE).message()).attachments).toHaveLength(1);
  });

  it('help: at once, in the asker’s language', async () => {
    const asked = fake.command('help', { command: 'train' }, { ...ALICE, locale: 'zh-TW' });
    expect((await asked.message()).text).toMatch(/\p{Script=Han}/u);
    expect(asked.history).toEqual(['callback 4']);
  });

  it('what a learner typed comes back as their words, and pings nobody', async () => {
    const { text, pings } = await fake.command('help', { command: '@everyone **<@1>**' }, ALICE).message();
    expect(text).toContain('\\<@1>');
    expect(text).not.toMatch(/@everyone|\*\*<@1>/);
    expect(pings).toEqual([]);
  });

  it('autocompletion offers what fits', async () => {
    expect(await fake.type('train', 'batch', 'f').choices()).toEqual([{ name: 'full', value: 'full' }]);
    expect(await fake.type('help', 'command', 'tr').choices()).toMatchObject([{ value: 'train' }]);
  });
});
