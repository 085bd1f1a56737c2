import { describe, expect, it } from 'vitest';
import { describeBoard, describePredictions } from '../../src/charts/alt-text.ts';
import { type SampleName, sampleBoard, samplePredictions, samples } from './sample-boards.ts';

describe('alt texts', () => {
  it('state the result in the learner’s language', () => {
    expect(describeBoard(sampleBoard('normal'))).toBe(
      'Gradient descent over 1,000 epochs with learning rate 0.01, in three panels. ' +
        'Left, training and validation data with the learned line y = 2.053x + 0.9752. ' +
        'Middle, the mean squared error per epoch on a log scale: training from 9.5 to 0.0112, validation from 8.75 to 0.00914. ' +
        'Right, the path of θ = (w, b) over the loss, from (−1.51, 0) to (2.05, 0.975); the least-squares minimum, with loss 0.011, is at (2.07, 0.954).',
    );
    expect(describeBoard(sampleBoard('diverging', { locale: 'zh' }))).toMatch(
      /^学习率为 5 的梯度下降发散了.+从第 5 轮起为无穷大。.+跑出了图外。$/,
    );
    expect(describePredictions(samplePredictions([0.3]))).toMatch(
      /beside the true line y = 2x \+ 1\. At x = 0\.3 it predicts 1\.591, with a 95 % interval from 1\.379 to 1\.803\.$/,
    );
  });

  it('fit where they are shown, and end as sentences do', () => {
    const locales = ['en', 'zh'] as const;
    const texts = locales.flatMap((locale) => [
      ...(Object.keys(samples) as SampleName[]).map((name) => describeBoard(sampleBoard(name, { locale }))),
      describePredictions(
        samplePredictions(
          Array.from({ length: 20 }, (_, i) => i / 7 - 1e-9),
          { locale },
        ),
      ),
    ]);
    for (const text of texts) {
      expect(text.length).toBeLessThanOrEqual(1000);
      expect(text).toMatch(/[.。]$/);
      expect(text).not.toMatch(/NaN|undefined|null/);
    }
    expect(describePredictions(samplePredictions(Array.from({ length: 20 }, (_, i) => i / 7)))).toMatch(
      /And \d+ more predictions\.$/,
    );
  });
});
