import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MOST_ATTEMPTS, type TakenJob } from '../../src/command/jobs.ts';
import type { FakeDiscord } from '../fakes/discord/fake-discord.ts';
import { Halves } from './halves.ts';
import { type Disk, MemoryJobs } from './memory-jobs.ts';
import { BOARD, type ScriptedTheta, say, slow } from './scripted-theta.ts';

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
const mistake = () => slow(async () => ({ ...say('that run is gone'), audience: 'asker' }));
const settled = () => expect.poll(() => disk.open, { timeout: 15_000 }).toEqual([]);

describe('an acknowledged command', () => {
  beforeEach(async () => {
    theta.next = board;
    await halves.receive();
  });

  it('is answered by another process, which needs no gateway', async () => {
    await halves.answer(board);
    const asked = fake.command('train', {}, { locale: 'zh-CN' });
    expect((await asked.message()).attachments).toHaveLength(1);
    await settled();
    expect(disk.kept.get(`discord:${asked.id}`)?.job).toMatchObject({
      asker: { platform: 'discord', space: 'discord:300000000000000001', learner: '200000000000000001' },
      request: { invocation: { locale: 'zh', input: { command: 'train' } }, deferredFor: 'everyone' },
    });
    expect(fake.gateway.identifies).toHaveLength(1);
    expect(halves.logged).toContain(`"id":"discord:${asked.id}"`);
  });

  it('waits for a process that answers, as after a restart', async () => {
    const asked = fake.command('train');
    await asked.acknowledged();
    await halves.answer(board);
    expect((await asked.message()).attachments).toHaveLength(1);
    expect(asked.history).toEqual(['callback 5', 'edit']);
  });

  it('is answered once when a process is killed in the middle', async () => {
    const killed = await halves.answer(() => slow(() => never));
    const asked = fake.command('train');
    await asked.acknowledged();
    killed.kill();
    await halves.answer(board);
    expect((await asked.message()).attachments).toHaveLength(1);
    await settled();
    expect(asked.history).toEqual(['callback 5', 'edit']);
  });

  it('is told once that it was a mistake, wherever the kill strikes', async () => {
    const first = await halves.answer(mistake);
    const asked = fake.command('train');
    // Between the follow-up and the end of the job.
    await expect.poll(() => disk.kept.get(`discord:${asked.id}`)?.note).toBe('"answered"');
    const kept = disk.kept.get(`discord:${asked.id}`)!;
    first.kill();
    Object.assign(kept, { done: false, takenBy: undefined });
    await halves.answer(mistake);
    await settled();
    expect(asked.history).toEqual(['callback 5', 'delete', 'followup']);
    expect(await asked.message()).toMatchObject({ ephemeral: true, text: 'that run is gone' });
  });

  it('still has its answer when the deferral was taken back before the kill', async () => {
    const first = new MemoryJobs(disk);
    const answer = halves.answerer(mistake);
    const diesOnceNoted = (job: TakenJob) =>
      answer({ ...job, keepNote: (note) => job.keepNote(note).then(() => never) });
    await first.start({ discord: diesOnceNoted });
    const asked = fake.command('train');
    await expect.poll(() => disk.kept.get(`discord:${asked.id}`)?.note).toBe('"withdrawing"');
    const original = `${fake.apiUrl}/v10/webhooks/${fake.applicationId}/${asked.token}/messages/@original`;
    await fetch(original, { method: 'DELETE' });
    first.kill();
    await halves.answer(board);
    expect((await asked.message()).attachments).toHaveLength(1);
    expect(asked.history).toEqual(['callback 5', 'delete', 'followup']);
    await settled();
  });

  it('gets an apology after too many attempts', async () => {
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      const killed = await halves.answer(() => slow(() => never));
      if (attempt === 1) await fake.command('train').acknowledged();
      killed.kill();
    }
    const asked = fake.interactions[0]!;
    await halves.answer(board);
    expect(await asked.message()).toMatchObject({
      ephemeral: true,
      text: expect.stringMatching(/[0-9a-f]{8}/),
    });
    await settled();
  });

  it('has its answer also where that overtakes the deferral', async () => {
    await halves.answer(board);
    fake.failNext(3, { status: 502 }, (_, path) => path.endsWith('/callback'));
    const asked = fake.command('train');
    expect((await asked.message()).attachments).toHaveLength(1);
    expect(asked.history).toEqual(['callback 5', 'edit']);
    expect(fake.requests.filter(({ status }) => status === 404).length).toBeGreaterThan(0);
  });
});

it('a command that was never acknowledged ends in the log', async () => {
  theta.next = board;
  await halves.receive();
  await halves.answer(board);
  fake.failNext(20, { status: 500 }, (_, path) => path.endsWith('/callback'));
  const asked = fake.command('train');
  await expect.poll(() => disk.kept.size).toBe(1);
  await settled();
  expect(asked.history).toEqual([]);
  expect(halves.logged).toContain('no longer knows the interaction');
});
