import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateData, HELD_OUT, initialTheta } from '../../src/regression/data.ts';
import { createShuffle } from '../../src/regression/shuffle.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const sizes = fc.integer({ min: 10, max: 500 });

describe('generateData', () => {
  it('has the sizes asked for, x in [0, 1), and the same points for the same seed', () => {
    fc.assert(
      fc.property(seeds, sizes, (seed, samples) => {
        const data = generateData({ seed, samples, noise: 0.1 });
        expect(data).toEqual(generateData({ seed, samples, noise: 0.1 }));
        expect([data.train, data.validation, data.test].map((set) => set.x.length)).toEqual([
          samples,
          HELD_OUT,
          HELD_OUT,
        ]);
        expect(data.train.x.every((x) => x >= 0 && x < 1)).toBe(true);
        expect(data.train.x.slice(0, 10)).not.toEqual(data.validation.x.slice(0, 10));
        expect(data.validation.x).not.toEqual(data.test.x);
      }),
    );
  });

  it('keeps the points when there are more of them, and scales the deviations with the noise', () => {
    fc.assert(
      fc.property(seeds, sizes, (seed, samples) => {
        const [few, many] = [samples, 2 * samples].map((size) =>
          generateData({ seed, samples: size, noise: 0.1 }),
        );
        expect(many!.train.x.subarray(0, samples)).toEqual(few!.train.x);
        expect(many!.validation).toEqual(few!.validation);
        const noisy = generateData({ seed, samples, noise: 1 });
        expect(noisy.train.x).toEqual(few!.train.x);
        for (const [i, x] of few!.train.x.entries()) {
          const line = 2 * x + 1;
          expect(noisy.train.y[i]! - line).toBeCloseTo(10 * (few!.train.y[i]! - line), 4);
        }
      }),
    );
  });

  it('lies exactly on the line without noise', () => {
    const { train } = generateData({ seed: 1, samples: 100, noise: 0 });
    expect(train.y).toEqual(train.x.map((x) => 2 * x + 1));
  });

  it('is uniform in x and normal in the noise', () => {
    const { train } = generateData({ seed: 3, samples: 10_000, noise: 1 });
    const x = momentsOf(train.x);
    const noise = momentsOf(train.y.map((y, i) => y - (2 * train.x[i]! + 1)));
    // Four standard errors each.
    expect(Math.abs(x.mean - 1 / 2)).toBeLessThan(0.012);
    expect(Math.abs(x.variance - 1 / 12)).toBeLessThan(0.004);
    expect(Math.abs(noise.mean)).toBeLessThan(0.04);
    expect(Math.abs(noise.variance - 1)).toBeLessThan(0.06);
    expect(Math.abs(noise.kurtosis - 3)).toBeLessThan(0.2);
  });

  it('does not resemble that of the seed beside it', () => {
    const first = Float32Array.from(
      { length: 4000 },
      (_, seed) => generateData({ seed, samples: 10, noise: 0 }).train.x[0]!,
    );
    const { mean, variance } = momentsOf(first);
    const neighbours = first.subarray(1).map((x, i) => (x - mean) * (first[i]! - mean));
    expect(Math.abs(momentsOf(neighbours).mean / variance)).toBeLessThan(0.065);
  });
});

describe('initialTheta', () => {
  it('draws w by the uniform Glorot rule and starts b at 0', () => {
    const starts = Array.from({ length: 4000 }, (_, seed) => initialTheta(seed));
    const { mean, variance } = momentsOf(Float32Array.from(starts, ({ w }) => w));
    expect(starts.every(({ w, b }) => Math.abs(w) <= Math.sqrt(3) && b === 0)).toBe(true);
    expect(Math.abs(mean)).toBeLessThan(0.065);
    expect(Math.abs(variance - 1)).toBeLessThan(0.06);
  });
});

describe('createShuffle', () => {
  it('gives a permutation each time, and the same ones for the same seed', () => {
    fc.assert(
      fc.property(seeds, sizes, (seed, samples) => {
        const [one, other] = [createShuffle(seed, samples), createShuffle(seed, samples)];
        const orders = Array.from({ length: 3 }, () => one().slice());
        for (const order of orders) {
          expect(other()).toEqual(order);
          expect(order.toSorted()).toEqual(Uint16Array.from({ length: samples }, (_, i) => i));
        }
        expect(orders[0]).not.toEqual(orders[1]);
      }),
    );
  });

  it('puts each point everywhere equally often', () => {
    const [samples, epochs] = [10, 20_000];
    const nextOrder = createShuffle(5, samples);
    const counts = new Float64Array(samples * samples);
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (const [place, point] of nextOrder().entries()) counts[place * samples + point]!++;
    }
    const expected = epochs / samples;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 81 degrees of freedom: above 126 in one case of a thousand.
    expect(chiSquare).toBeLessThan(126);
  });
});

function momentsOf(values: Float32Array) {
  const moment = (power: number, centre: number) =>
    values.reduce((sum, value) => sum + (value - centre) ** power, 0) / values.length;
  const mean = moment(1, 0);
  const variance = moment(2, mean);
  return { mean, variance, kurtosis: moment(4, mean) / variance ** 2 };
}
