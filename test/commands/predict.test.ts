import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLearner, startTestTheta, type TestTheta } from '../theta.ts';

let running: TestTheta;
beforeAll(async () => {
  running = await startTestTheta();
});
afterAll(() => running.close());

describe('/predict', () => {
  it('asks for a training first, and offers one', async () => {
    const learner = createLearner(running.theta, 'new');
    const said = await learner.say('/predict x:0.3');
    expect(said.reply).toMatchObject({ audience: 'asker', error: { code: 'nothing-trained' } });
    const trained = await learner.press(said, '/train');
    expect(trained.reply.data).toMatchObject({ epochs: 1000 });
  });

  it('predicts with the latest run, several points at once, and warns outside the data', async () => {
    const learner = createLearner(running.theta, 'ada');
    await learner.say('/train epochs:10 seed:1');
    const { reply: trained } = await learner.say('/train seed:7');
    const { w, b } = trained.data!.theta as { w: number; b: number };
    const said = await learner.say('/predict x:0.1, 0.3, 2');
    expect(said.reply.data).toMatchObject({ run: trained.data!.run, x: [0.1, 0.3, 2] });
    const y = said.reply.data!.y as number[];
    for (const [i, x] of [0.1, 0.3, 2].entries()) expect(y[i]).toBeCloseTo(w * x + b, 5);
    expect(said.text).toContain('95 %');
    expect(said.text).toMatch(/⚠️ x = 2: outside \[0, 1\]/);
    expect(said.reply.blocks.map((block) => block.kind)).toEqual(['text', 'picture']);
  });

  it('takes a run by id, completes ids of one’s own, and keeps spaces apart', async () => {
    const learner = createLearner(running.theta, 'eve');
    const { reply: first } = await learner.say('/train epochs:10 seed:1');
    await learner.say('/train seed:2');
    const id = first.data!.run as string;
    const rows = await learner.suggest('predict', 'run', '10 epochs');
    expect(rows.map((row) => row.value)).toEqual([id]);
    expect((await learner.say(`/predict x:0.5 run:${id.toUpperCase()}`)).reply.data).toMatchObject({
      run: id,
    });
    const elsewhere = createLearner(running.theta, 'eve', 'en', 'discord:1');
    expect((await elsewhere.say(`/predict x:0.5 run:${id}`)).reply.error).toEqual({ code: 'unknown-run' });
    expect((await elsewhere.say('/predict 0.5')).reply.error).toEqual({ code: 'nothing-trained' });
  });

  it('says that a diverged run can’t predict, and offers one that can', async () => {
    const learner = createLearner(running.theta, 'kim');
    await learner.say('/train lr:5 seed:1');
    const said = await learner.say('/predict 0.5');
    expect(said.reply.error).toEqual({ code: 'run-diverged' });
    const mended = await learner.press(said, '/train');
    expect(mended.reply.data!.verdict).not.toBe('diverged');
  });

  it.each([
    ['/predict', 'option-missing'],
    ['/predict x:0.3 run:zzz', 'unknown-run'],
    ['/predict x:', 'value-empty'],
    ['/predict x:cat', 'not-a-number'],
    [`/predict x:${Array.from({ length: 21 }, (_, i) => i / 21).join(',')}`, 'too-many-numbers'],
  ])('%s: %s', async (line, code) => {
    const said = await createLearner(running.theta, 'ada').say(line);
    expect(said.reply).toMatchObject({ audience: 'asker', error: { code } });
    if (code !== 'value-empty') expect(said.text).toMatch(/→ \/predict x:/);
  });

  it('covers new points as often as it claims', async () => {
    const learner = createLearner(running.theta, 'stats');
    let inside = 0;
    let all = 0;
    for (let seed = 1; seed <= 10; seed++) {
      const { reply } = await learner.say(`/train lr:0.02 seed:${seed}`);
      const said = await learner.say('/predict x:0.2, 0.5, 0.8');
      const intervals = [...said.text.matchAll(/between (−?[\d.]+) and (−?[\d.]+)/g)];
      for (const [i, x] of [0.2, 0.5, 0.8].entries()) {
        const [low, high] = intervals[i]!.slice(1).map((n) => Number(n.replace('−', '-'))) as [
          number,
          number,
        ];
        // The true line's own noise, at fixed quantiles of a normal distribution with deviation 0.1.
        for (let q = 0.5; q < 40; q++) {
          const y = 2 * x + 1 + 0.1 * normalQuantile(q / 40);
          if (y >= low && y <= high) inside++;
          all++;
        }
      }
      expect(reply.data!.verdict).toBe('converged');
    }
    expect(inside / all).toBeGreaterThan(0.9);
    expect(inside / all).toBeLessThan(0.99);
  });
});

/** By bisection of the error function's series: slow, plain, and independent of the code under test. */
function normalQuantile(p: number): number {
  let [low, high] = [-6, 6];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function normalCdf(z: number): number {
  let sum = z;
  let term = z;
  for (let k = 1; k < 200; k++) {
    term *= (z * z) / (2 * k + 1);
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}
