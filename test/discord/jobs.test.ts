import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MOST_ATTEMPTS, type TakenJob } from '../../src/command/jobs.ts';
import { LearnerError } from '../../src/command/learner-error.ts';
import type { Answer } from '../../src/command/theta.ts';
import { createDiscordAnswerer } from '../../src/discord/create-answerer.ts';
import { startDiscord } from '../../src/discord/start-discord.ts';
import type { Reply } from '../../src/reply/reply.ts';
import { StoreUnavailable } from '../../src/store/store.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/fake-discord.ts';
import type { FakeInteraction } from '../fakes/discord/fake-interaction.ts';
import { Disk, MemoryJobs } from './memory-jobs.ts';
import { BOARD, instant, ScriptedTheta, say, slow } from './scripted-theta.ts';

const BUTTON = { label: 'Again', id: 'train?epochs=2', command: '/train epochs:2' };
const MISTAKE: Reply = { ...say('that run is gone'), audience: 'asker' };
const never = new Promise<never>(() => {});

let fake: FakeDiscord;
let disk: Disk;
let theta: ScriptedTheta;
let logged: string;
let stops: (() => unknown)[];

const log = pino(
  { level: 'debug' },
  {
    write(line: string) {
      logged += line;
    },
  },
);

beforeEach(async () => {
  logged = '';
  stops = [];
  disk = new Disk();
  theta = new ScriptedTheta({ log });
  fake = await startFakeDiscord({ unpaced: true });
});

afterEach(async () => {
  for (const stop of stops) await stop();
  await fake.close();
  for (const { token } of fake.interactions) expect(logged).not.toContain(token);
});

/** A process that receives; `jobs` are its own view of the shared disk. */
async function startChat(): Promise<MemoryJobs> {
  const jobs = new MemoryJobs(disk);
  const discord = await startDiscord({ token: 'any', apiUrl: fake.apiUrl, log }, theta, jobs);
  stops.unshift(() => discord.stop());
  return jobs;
}

/** A process that answers, as it is told. */
async function startWorker(next: () => Answer): Promise<MemoryJobs> {
  const jobs = new MemoryJobs(disk);
  const own = new ScriptedTheta({ log });
  own.next = next;
  await jobs.start({ discord: createDiscordAnswerer({ apiUrl: fake.apiUrl, log }, own) });
  stops.unshift(() => jobs.stop());
  return jobs;
}

const board = () => slow(async () => BOARD);
const mistake = () => slow(async () => MISTAKE);
const settled = () => expect.poll(() => disk.open, { timeout: 15_000 }).toEqual([]);

describe('an acknowledged command', () => {
  beforeEach(async () => {
    theta.next = board;
    await startChat();
  });

  it('is answered by another process, which needs no gateway', async () => {
    await startWorker(board);
    const asked = fake.command('train', {}, { locale: 'zh-CN' });
    expect((await asked.message()).attachments).toHaveLength(1);
    await settled();
    expect(disk.kept.get(`discord:${asked.id}`)?.job).toMatchObject({
      asker: { platform: 'discord', space: 'discord:300000000000000001', learner: '200000000000000001' },
      request: { invocation: { locale: 'zh', input: { command: 'train' } }, deferredFor: 'everyone' },
    });
    expect(fake.gateway.identifies).toHaveLength(1);
    expect(logged).toContain(`"id":"discord:${asked.id}"`);
  });

  it('waits for a process that answers, as after a restart', async () => {
    const asked = fake.command('train');
    await asked.acknowledged();
    await startWorker(board);
    expect((await asked.message()).attachments).toHaveLength(1);
    expect(asked.history).toEqual(['callback 5', 'edit']);
  });

  it('is answered once when a process is killed in the middle', async () => {
    const killed = await startWorker(() => slow(() => never));
    const asked = fake.command('train');
    await asked.acknowledged();
    killed.kill();
    await startWorker(board);
    expect((await asked.message()).attachments).toHaveLength(1);
    await settled();
    expect(asked.history).toEqual(['callback 5', 'edit']);
  });

  it('is told once that it was a mistake, wherever the kill strikes', async () => {
    const first = await startWorker(mistake);
    const asked = fake.command('train');
    // Between the follow-up and the end of the job.
    await expect.poll(() => disk.kept.get(`discord:${asked.id}`)?.note).toBe('"answered"');
    const kept = disk.kept.get(`discord:${asked.id}`)!;
    first.kill();
    Object.assign(kept, { done: false, takenBy: undefined });
    await startWorker(mistake);
    await settled();
    expect(asked.history).toEqual(['callback 5', 'delete', 'followup']);
    expect(await asked.message()).toMatchObject({ ephemeral: true, text: 'that run is gone' });
  });

  it('still has its answer when the deferral was taken back before the kill', async () => {
    const first = new MemoryJobs(disk);
    const own = new ScriptedTheta();
    own.next = mistake;
    const answer = createDiscordAnswerer({ apiUrl: fake.apiUrl, log }, own);
    const diesOnceNoted = (job: TakenJob) =>
      answer({ ...job, keepNote: (note) => job.keepNote(note).then(() => never) });
    await first.start({ discord: diesOnceNoted });
    const asked = fake.command('train');
    await expect.poll(() => disk.kept.get(`discord:${asked.id}`)?.note).toBe('"withdrawing"');
    const original = `${fake.apiUrl}/v10/webhooks/${fake.applicationId}/${asked.token}/messages/@original`;
    await fetch(original, { method: 'DELETE' });
    first.kill();
    await startWorker(board);
    expect((await asked.message()).attachments).toHaveLength(1);
    expect(asked.history).toEqual(['callback 5', 'delete', 'followup']);
    await settled();
  });

  it('gets an apology after too many attempts', async () => {
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      const killed = await startWorker(() => slow(() => never));
      if (attempt === 1) await fake.command('train').acknowledged();
      killed.kill();
    }
    const asked = fake.interactions[0]!;
    await startWorker(board);
    expect(await asked.message()).toMatchObject({
      ephemeral: true,
      text: expect.stringMatching(/[0-9a-f]{8}/),
    });
    await settled();
  });

  it('has its answer also where that overtakes the deferral', async () => {
    await startWorker(board);
    fake.failNext(3, { status: 502 }, (_, path) => path.endsWith('/callback'));
    const asked = fake.command('train');
    expect((await asked.message()).attachments).toHaveLength(1);
    expect(asked.history).toEqual(['callback 5', 'edit']);
    expect(fake.requests.filter(({ status }) => status === 404).length).toBeGreaterThan(0);
  });
});

it('a command that was never acknowledged ends in the log', async () => {
  theta.next = board;
  await startChat();
  await startWorker(board);
  fake.failNext(20, { status: 500 }, (_, path) => path.endsWith('/callback'));
  const asked = fake.command('train');
  await expect.poll(() => disk.kept.size).toBe(1);
  await settled();
  expect(asked.history).toEqual([]);
  expect(logged).toContain('no longer knows the interaction');
});

describe('a press', () => {
  let pressed: (user?: string) => FakeInteraction;

  beforeEach(async () => {
    await startChat();
    theta.next = () => instant(say('hello', { kind: 'buttons', buttons: [BUTTON] }));
    const [button] = (await fake.command('ask').message()).buttons;
    pressed = (user = '200000000000000001') => fake.press(button!, { user });
    theta.next = board;
    await startWorker(board);
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
    await startChat();
    for (let i = 0; i < 10; i++) {
      const asked = pressed(`20000000000000001${i}`);
      expect((await asked.message()).attachments).toHaveLength(1);
      expect(asked.history).toEqual(['callback 5', 'edit']);
    }
    await settled();
    expect(disk.kept.size).toBe(10);
    expect(logged).not.toContain('no longer knows');
  });
});

it('two bots on one token answer a command once', async () => {
  theta.next = board;
  await startChat();
  await startChat();
  await startWorker(board);
  await startWorker(board);
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
    await startChat();
    const early = Array.from({ length: 8 }, (_, i) =>
      fake.command('train', {}, { user: `20000000000000001${i}` }),
    );
    for (const asked of early) await asked.acknowledged();
    const late = fake.command('train', {}, { user: '200000000000000019', locale: 'zh-CN' });
    const [place] = await late.messages();
    expect(place!.text).toContain('8');
    expect(place!.text).toMatch(/\p{Script=Han}/u);
    expect(early[0]!.visible()[0]).toMatchObject({ loading: true });
    await startWorker(board);
    await expect.poll(() => late.visible()[0]?.attachments.length).toBe(1);
    expect(late.history).toEqual(['callback 4', 'edit']);
  });

  it('turns a learner away in words that only they see', async () => {
    theta.next = board;
    const jobs = await startChat();
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
    const jobs = await startChat();
    jobs.add = () => Promise.reject(new StoreUnavailable('connection refused'));
    const asked = fake.command('train');
    const message = await asked.message();
    expect(message).toMatchObject({ ephemeral: true, text: expect.stringContaining('my records') });
    expect(asked.acknowledgement?.afterMs).toBeLessThan(3_000);
  });

  it('hangs, commands and presses are acknowledged within three seconds all the same', async () => {
    const jobs = await startChat();
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
    const jobs = await startChat();
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
    const jobs = await startChat();
    theta.next = () => instant(say('hello', { kind: 'buttons', buttons: [BUTTON] }));
    const [button] = (await fake.command('ask').message()).buttons;
    jobs.claim = () => Promise.reject(new StoreUnavailable('connection refused'));
    expect((await fake.press(button!).message()).text).toBe('hello');
  });
});
