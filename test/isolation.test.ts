import { randomUUID } from 'node:crypto';
import type { APIInteraction } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Asker, Invocation } from '../src/command/invocation.ts';
import type { Theta } from '../src/command/theta.ts';
import { receive } from '../src/discord/receive.ts';
import { toPlainText } from '../src/reply/plain-text.ts';
import type { Reply } from '../src/reply/reply.ts';
import { openStore } from '../src/store/open-store.ts';
import type { Store } from '../src/store/store.ts';
import { toInteractionJson } from './fakes/discord/interaction-json.ts';
import { bothDatabases } from './store/databases.ts';
import { startTestTheta, type TestTheta } from './theta.ts';

const ADA: Asker = { platform: 'discord', space: 'discord:1', learner: '42' };

describe.each(bothDatabases())('what is one learner’s own, on %s', (_name, newDatabase) => {
  let running: TestTheta;
  let store: Store;
  let theta: Theta;
  beforeEach(async () => {
    store = await openStore(await newDatabase());
    running = await startTestTheta({ store });
    theta = running.theta;
  });
  afterEach(async () => {
    await store.close();
    await running.close();
  });

  async function send(asker: Asker, input: Invocation['input']): Promise<Reply> {
    const answer = await theta.answer({ id: `test:${randomUUID()}`, asker, locale: 'en', input });
    return answer.kind === 'instant' ? answer.reply : answer.finish();
  }
  const say = (asker: Asker, text: string) => send(asker, { text });
  const train = async (asker: Asker) => String((await say(asker, '/train epochs:10 seed:7')).data?.run);
  const buttonsOf = ({ blocks }: Reply) =>
    blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));

  it('a run is unknown in every other space, by every command and in every spelling', async () => {
    const run = await train(ADA);
    const strangers: Asker[] = [
      { ...ADA, space: 'discord:2' },
      { ...ADA, space: 'discord:11' },
      { ...ADA, space: 'discord:' },
      { ...ADA, space: 'discord:dm:42' },
      { ...ADA, space: 'DISCORD:1' },
      { platform: 'slack', space: 'slack:1', learner: '42' },
      { platform: 'local', space: 'local', learner: '42' },
      { platform: 'discord', space: 'discord:%', learner: '42' },
    ];
    for (const stranger of strangers) {
      for (const line of [
        `/predict x:0.3 run:${run}`,
        `/predict x:0.3 run=${run.toUpperCase()}`,
        `/continue run:${run}`,
      ]) {
        const reply = await say(stranger, line);
        expect(reply.error, `${stranger.space} ${line}`).toEqual({ code: 'unknown-run' });
      }
      for (const button of [`continue?run=${run}&epochs=10`, `predict?x=0.3&run=${run}`]) {
        expect((await send(stranger, { button })).error).toEqual({ code: 'unknown-run' });
      }
      const typing = { asker: stranger, locale: 'en' as const, command: 'predict', option: 'run' };
      expect(await theta.suggest({ ...typing, typed: '' })).toEqual([]);
      expect(await theta.suggest({ ...typing, typed: run })).toEqual([]);
    }
  });

  it('the latest run is one’s own, whoever else trains meanwhile', async () => {
    const hers = await train(ADA);
    const ben: Asker = { ...ADA, learner: '4' };
    expect((await say(ben, '/predict 0.3')).error).toEqual({ code: 'nothing-trained' });
    const his = await train(ben);
    await train({ ...ADA, space: 'discord:2' });
    expect((await say(ADA, '/predict 0.3')).data?.run).toBe(hers);
    expect((await say(ben, '/predict 0.3')).data?.run).toBe(his);
    const rows = await theta.suggest({
      asker: ben,
      locale: 'en',
      command: 'predict',
      option: 'run',
      typed: '',
    });
    expect(rows.map(({ value }) => value)).toEqual([his]);
  });

  it('learners and spaces that run into each other are still two', async () => {
    const pairs: Asker[] = [
      { platform: 'discord', space: 'discord:1', learner: '23' },
      { platform: 'discord', space: 'discord:12', learner: '3' },
      { platform: 'discord', space: 'discord:1 ', learner: '23' },
      { platform: 'discord', space: 'discord:1', learner: ' 23' },
      { platform: 'discord', space: 'discord:1', learner: '２３' },
    ];
    const runs: string[] = [];
    for (const asker of pairs) runs.push(await train(asker));
    for (const [i, asker] of pairs.entries())
      expect((await say(asker, '/predict 0.3')).data?.run).toBe(runs[i]);
  });

  it('an id is not guessed: neither near one, nor by a pattern of the database', async () => {
    const run = await train(ADA);
    const next = run.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    for (const guess of [
      next,
      run.slice(0, 7),
      `${run}0`,
      '%',
      '________',
      '*',
      '\0',
      `${run}\0`,
      "' OR '1'='1",
      '\uD800',
    ]) {
      const reply = await send(ADA, { command: 'predict', options: { x: 0.3, run: guess } });
      // A NUL is no character that anybody types: what is left of it may be the id itself.
      const known = guess.replaceAll('\0', '').trim() === run;
      expect(known ? reply.data?.run : reply.error?.code, JSON.stringify(guess)).toMatch(
        known ? run : /^(?:unknown-run|value-empty)$/,
      );
    }
  });

  it('a button does for who presses it what it would do typed, and holds nothing of who it was for', async () => {
    const xs = Array.from({ length: 21 }, (_, i) => i / 21).join(', ');
    const mistake = await say(ADA, `/predict x:${xs}`);
    expect(mistake.audience).toBe('asker');
    const kept = buttonsOf(mistake).find(({ id }) => id.startsWith('#'))!;
    const call = await store.findCall(kept.id.slice(1));
    expect(JSON.stringify(call)).not.toMatch(/discord|asker|learner|space/);

    const ben: Asker = { ...ADA, learner: 'ben' };
    expect((await send(ben, { button: kept.id })).error).toEqual({ code: 'nothing-trained' });
    const his = await train(ben);
    expect((await send(ben, { button: kept.id })).data?.run).toBe(his);
    for (const guess of [
      '#',
      '#0',
      `#${'0'.repeat(24)}`,
      `${kept.id}0`,
      kept.id.toUpperCase(),
      '#%',
      '#\0',
      '#\uD800',
    ]) {
      expect((await send(ben, { button: guess })).error, guess).toEqual({ code: 'button-gone' });
    }
  });

  it('neither a mistake nor a fault tells anybody of somebody else', async () => {
    await train({ ...ADA, learner: 'secret-learner', space: 'discord:secret-space' });
    for (const line of [
      '/predict 0.3',
      '/predict x:0.3 run:zzzzzzzz',
      '/continue',
      '/train lr:-1',
      '/help train',
    ]) {
      expect(toPlainText(await say(ADA, line))).not.toContain('secret');
    }
  });

  it('keeps requests with any characters in them until they are answered', async () => {
    const request = { text: 'a\0b\uD800c \u202E 🦊', nested: { '\0': ['\uDC00'] } };
    const now = Date.now();
    const job = {
      id: 'slack:T\u202E:1',
      asker: { ...ADA, platform: 'slack' as const },
      request,
      receivedAt: now,
      expiresAt: now + 60_000,
    };
    expect(await store.jobs.add(job)).toBe(0);
    const taken = await new Promise((resolve) => {
      void store.jobs.start({ slack: async (job) => resolve(job.request) });
    });
    expect(taken).toEqual(request);
    await store.jobs.stop(1000);
  });
});

describe('direct messages', () => {
  const from = (user: string) => {
    const json = toInteractionJson(2, { id: '1', name: 'train', type: 1 }, '9', { user, guild: null });
    const received = receive(json as unknown as APIInteraction, '');
    return received?.kind === 'invocation' ? received.invocation.asker : undefined;
  };

  it('of two people with the bot are two spaces', () => {
    const [ada, ben] = [from('200000000000000001'), from('200000000000000002')];
    expect(ada?.space).toMatch(/^discord:dm:\d+$/);
    expect(ben?.space).toMatch(/^discord:dm:\d+$/);
    expect(ada?.space).not.toBe(ben?.space);
    expect(from('200000000000000001')).toEqual(ada);
  });
});
