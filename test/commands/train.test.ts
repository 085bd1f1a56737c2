import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLearner, type Said, startTestTheta, type TestTheta } from '../theta.ts';

let running: TestTheta;
let learner: ReturnType<typeof createLearner>;
beforeAll(async () => {
  running = await startTestTheta();
  learner = createLearner(running.theta, 'ada');
});
afterAll(() => running.close());

describe('/train', () => {
  it('trains the article’s example and explains the result', async () => {
    const said = await learner.say('/train seed:7');
    expect(said.progress).toContain('1,000 epochs');
    expect(said.reply.audience).toBe('everyone');
    expect(said.reply.data).toMatchObject({
      seed: 7,
      epochs: 1000,
      lr: 0.01,
      batch: 32,
      samples: 100,
      noise: 0.1,
    });
    const { theta, ols } = said.reply.data as { theta: Line; ols: Line };
    expect(Math.abs(theta.w - 2)).toBeLessThan(0.2);
    expect(Math.abs(theta.b - 1)).toBeLessThan(0.1);
    expect(Math.abs(theta.w - ols.w)).toBeLessThan(0.05);
    expect(said.text).toContain('Converged');
    expect(said.text).toContain('/train seed:7');
    const picture = said.reply.blocks.find((block) => block.kind === 'picture')!;
    expect(picture.images[0]!.png.subarray(1, 4)).toEqual(new Uint8Array(Buffer.from('PNG')));
    expect(picture.alt).not.toBe('');
  });

  it('gives the same answer for the same seed, and draws one when there is none', async () => {
    const first = await learner.say('/train epochs:50 seed:3');
    const again = await learner.say('/train 50 seed=3');
    expect({ ...again.reply.data, run: '' }).toEqual({ ...first.reply.data, run: '' });
    const picture = (said: typeof first) =>
      said.reply.blocks.find((block) => block.kind === 'picture')!.images[0]!.png;
    expect(Buffer.compare(picture(first), picture(again))).toBe(0);
    const drawn = await learner.say('/train epochs:50');
    expect(drawn.text).toContain(`seed:${(drawn.reply.data as { seed: number }).seed}`);
  });

  it('stores a run before it shows it', async () => {
    const { reply } = await learner.say('/train epochs:20 seed:5');
    const [latest] = await running.services.store.recentRuns(learner.asker, 1);
    expect(latest).toMatchObject({
      id: reply.data!.run,
      theta: reply.data!.theta,
      verdict: reply.data!.verdict,
    });
  });

  it('trains on: the old path, then more of it', async () => {
    const first = await learner.say('/train epochs:100 seed:11');
    const more = await learner.press(first, sameAgain(first));
    expect(more.reply.data).toMatchObject({ epochs: 200, seed: 11 });
    expect(more.text).toContain('100 more epochs, 200 in all');
    const whole = await learner.say('/train epochs:200 seed:11');
    expect(more.reply.data!.theta).toEqual(whole.reply.data!.theta);
    const third = await learner.press(more, sameAgain(more));
    expect(third.reply.data).toMatchObject({ epochs: 300 });
  });

  it('says how many epochs are left to add', async () => {
    const first = await learner.say('/train epochs:100 seed:13');
    const said = await learner.say('/continue epochs:100000');
    expect(said.reply).toMatchObject({ audience: 'asker', error: { code: 'too-many-epochs' } });
    expect(said.text).toContain(`→ /continue epochs:99900 run:${first.reply.data!.run}`);
  });

  it('lets another learner press a button, as a run of their own', async () => {
    const first = await learner.say('/train epochs:100 seed:12');
    const other = createLearner(running.theta, 'bob');
    const more = await other.press(first, sameAgain(first));
    const [bobs] = await running.services.store.recentRuns(other.asker, 1);
    expect(bobs).toMatchObject({
      id: more.reply.data!.run,
      continues: first.reply.data!.run,
      asker: other.asker,
    });
    expect((await running.services.store.recentRuns(learner.asker, 1))[0]!.id).toBe(first.reply.data!.run);
    const faster = await other.press(first, '/train epochs:100 lr:0.1');
    expect(faster.reply.data).toMatchObject({ lr: 0.1, seed: 12, epochs: 100 });
    const slower = await other.press(first, '/train epochs:100 lr:0.001');
    expect(slower.reply.data).toMatchObject({ lr: 0.001 });
  });

  it.each([
    ['/train lr:5 seed:1', 'diverged', 'Diverged from epoch'],
    ['/train epochs:5 seed:1', 'learning', 'Still learning'],
    ['/train lr:0.000001 seed:1', 'crawling', 'Crawling'],
    ['/train lr:0.75 batch:full epochs:20 seed:1', 'oscillating', 'Oscillating'],
  ])('%s is %s', async (line, verdict, headline) => {
    const said = await learner.say(line);
    expect(said.reply.data).toMatchObject({ verdict });
    expect(said.text).toContain(headline);
  });

  it('suggests a next command that helps', async () => {
    for (const line of ['/train lr:5 seed:1', '/train epochs:100 seed:2', '/train lr:0.0001 seed:3']) {
      const said = await learner.say(line);
      const next = /(?:Smaller steps|Train on from here|Take larger steps|much sooner): (\/[^\n]+)/.exec(
        said.text,
      )![1]!;
      expect((await learner.say(next)).reply.data).toMatchObject({ verdict: 'converged' });
    }
  });

  it.each([
    ['/train epochs:-1', 'out-of-range', '/train epochs:1000'],
    ['/train epochs:1e9', 'out-of-range', '/train epochs:100000'],
    ['/train lr:abc', 'not-a-number', '/train lr:0.01'],
    ['/train epoch:5', 'unknown-option', '/train epochs:5'],
    ['/train samples:20 batch:32 seed:1', 'batch-over-samples', '/train batch:full samples:20 seed:1'],
    ['/train epochs:100000 samples:10000 seed:1', 'too-much-work', '/train epochs:'],
  ])('%s is a private %s with a way out', async (line, code, remedy) => {
    const said = await learner.say(line);
    expect(said.reply).toMatchObject({ audience: 'asker', error: { code } });
    const mended = await learner.press(said, remedy);
    expect(mended.reply.error).toBeUndefined();
  });

  it('speaks Chinese', async () => {
    const said = await createLearner(running.theta, 'lin', 'zh').say('/train seed:7');
    expect(said.text).toContain('已经收敛');
    expect(said.text).toContain('学到的直线');
    expect((await createLearner(running.theta, 'lin', 'zh').say('/train lr:abc')).text).toContain('要填');
  });

  it('answers a class that presses enter at once', async () => {
    const all = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        createLearner(running.theta, `class-${i}`).say(`/train seed:${i}`),
      ),
    );
    const thetas = new Set(all.map(({ reply }) => JSON.stringify(reply.data!.theta)));
    expect(thetas.size).toBe(40);
    for (const { reply } of all) expect(reply.blocks.map((block) => block.kind)).toContain('picture');
  });
});

/** The “train on” button: as many epochs again as last time. */
function sameAgain({ reply }: Said): string {
  return `/continue run:${reply.data!.run} epochs:100`;
}

interface Line {
  readonly w: number;
  readonly b: number;
}
