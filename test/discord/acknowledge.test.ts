import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LearnerError } from '../../src/command/learner-error.ts';
import { StoreUnavailable } from '../../src/store/store.ts';
import type { FakeDiscord } from '../fakes/discord/fake-discord.ts';
import type { FakeInteraction } from '../fakes/discord/fake-interaction.ts';
import { Halves } from './halves.ts';
import type { Disk } from './memory-jobs.ts';
import { BOARD, instant, type ScriptedTheta, say, slow } from './scripted-theta.ts';

const BUTTON = { label: 'Again', id: 'train?epochs=2', command: '/train epochs:2' };
const never = new Promise<never>(() => {});

let halves: Halves;
let fake: FakeDiscord;
let disk: Disk;
let theta: ScriptedTheta;

beforeEach(async () => {
  halves = await Halves.open();
  ({ fake, disk, theta } = halves);
});

afterEach(async () => {
  await halves.close();
  for (const { token } of fake.interactions) expect(halves.logged).not.toContain(token);
});

const board = () => slow(async () => BOARD);
const settled = () => expect.poll(() => disk.open, { timeout: 15_000 }).toEqual([]);

describe('a press', () => {
  let pressed: (user?: string) => FakeInteraction;

  beforeEach(async () => {
    await halves.receive();
    theta.next = () => instant(say('hello', { kind: 'buttons', buttons: [BUTTON] }));
    const [button] = (await fake.command('ask').message()).buttons;
    pressed = (user = '200000000000000001') => fake.press(button!, { user });
    theta.next = board;
    await halves.answer(board);
  });

  it('that is a double click is answered once, and the second click is acknowledged without a word', async () => {
    const [first, second] = [pressed(), pressed()];
    expect((await first.message()).attachments).toHaveLength(1);
    expect((await second.acknowledged()).type).toBe(6);
    await settled();
    expect(second.history).toEqual(['callback 6']);
    expect(disk.kept.size).toBe(1);
  });

  it('by somebody else, or after a look at the answer, is a press of its own', async () => {
    const [first, other] = [pressed(), pressed('200000000000000002')];
    expect((await first.message()).attachments).toHaveLength(1);
    expect((await other.message()).attachments).toHaveLength(1);
    await sleep(3_000);
    expect((await pressed().message()).attachments).toHaveLength(1);
  });

  it('is answered once by two bots on one token', async () => {
    await halves.receive();
    for (let i = 0; i < 10; i++) {
      const asked = pressed(`20000000000000001${i}`);
      expect((await asked.message()).attachments).toHaveLength(1);
      expect(asked.history).toEqual(['callback 5', 'edit']);
    }
    await settled();
    expect(disk.kept.size).toBe(10);
    expect(halves.logged).not.toContain('no longer knows');
  });
});

it('two bots on one token answer a command once', async () => {
  theta.next = board;
  await halves.receive();
  await halves.receive();
  await halves.answer(board);
  await halves.answer(board);
  const all = Array.from({ length: 20 }, (_, i) =>
    fake.command('train', {}, { user: `2000000000000001${10 + i}` }),
  );
  for (const asked of all) {
    await expect.poll(() => asked.visible()[0]?.attachments.length).toBe(1);
    // Some had to queue, and saw their place.
    expect(asked.history.join()).toMatch(/^callback [45],edit$/);
  }
  await settled();
  expect(fake.gateway.identifies).toHaveLength(2);
  expect(disk.kept.size).toBe(20);
});

describe('a full house', () => {
  it('is shown to those who come later, as their place', async () => {
    theta.next = board;
    await halves.receive();
    const early = Array.from({ length: 8 }, (_, i) =>
      fake.command('train', {}, { user: `20000000000000001${i}` }),
    );
    for (const asked of early) await asked.acknowledged();
    const late = fake.command('train', {}, { user: '200000000000000019', locale: 'zh-CN' });
    const [place] = await late.messages();
    expect(place!.text).toContain('8');
    expect(place!.text).toMatch(/\p{Script=Han}/u);
    expect(early[0]!.visible()[0]).toMatchObject({ loading: true });
    await halves.answer(board);
    await expect.poll(() => late.visible()[0]?.attachments.length).toBe(1);
    expect(late.history).toEqual(['callback 4', 'edit']);
  });

  it('turns a learner away in words that only they see', async () => {
    theta.next = board;
    const jobs = await halves.receive();
    jobs.add = () => Promise.reject(new LearnerError({ code: 'learner-busy', waiting: 5 }));
    const asked = fake.command('train');
    const message = await asked.message();
    expect(message.ephemeral).toBe(true);
    expect(message.text).toContain('5 commands of yours');
    expect(asked.history).toEqual(['callback 4']);
  });
});

describe('while the database', () => {
  it('is down, who asks is told so within three seconds', async () => {
    theta.next = board;
    const jobs = await halves.receive();
    jobs.add = () => Promise.reject(new StoreUnavailable('connection refused'));
    const asked = fake.command('train');
    const message = await asked.message();
    expect(message).toMatchObject({ ephemeral: true, text: expect.stringContaining('my records') });
    expect(asked.acknowledgement?.afterMs).toBeLessThan(3_000);
  });

  it('hangs, commands and presses are acknowledged within three seconds all the same', async () => {
    const jobs = await halves.receive();
    theta.next = () => instant(say('hello', { kind: 'buttons', buttons: [BUTTON] }));
    const [button] = (await fake.command('ask').message()).buttons;
    jobs.add = () => never;
    jobs.claim = () => never;
    theta.next = () => never;
    const [asked, pressed] = [fake.command('train'), fake.press(button!)];
    expect((await asked.acknowledged()).afterMs).toBeLessThan(2_900);
    expect((await pressed.acknowledged()).afterMs).toBeLessThan(2_900);
  });

  it('answers late that it can’t, the public deferral is taken back', async () => {
    theta.next = board;
    const jobs = await halves.receive();
    jobs.add = async () => {
      await sleep(1_500);
      throw new StoreUnavailable('statement timeout');
    };
    const asked = fake.command('train');
    const message = await asked.message();
    expect(asked.history).toEqual(['callback 5', 'delete', 'followup']);
    expect(message).toMatchObject({ ephemeral: true, text: expect.stringContaining('my records') });
  });

  it('can’t keep a claim, a press is answered', async () => {
    const jobs = await halves.receive();
    theta.next = () => instant(say('hello', { kind: 'buttons', buttons: [BUTTON] }));
    const [button] = (await fake.command('ask').message()).buttons;
    jobs.claim = () => Promise.reject(new StoreUnavailable('connection refused'));
    expect((await fake.press(button!).message()).text).toBe('hello');
  });
});
