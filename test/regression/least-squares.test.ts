import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateData } from '../../src/regression/data.ts';
import { curvatureOf, predict, quantile975, solveLeastSquares } from '../../src/regression/least-squares.ts';
import type { DataSet } from '../../src/regression/training.ts';
import { factorize, meanSquaredError } from '../../src/regression/triangular-factor.ts';

/** Anscombe's first data set, with the figures that statistics programs give for it. */
const ANSCOMBE: DataSet = {
  x: Float32Array.from([10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]),
  y: Float32Array.from([8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]),
};

const runs = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  samples: fc.integer({ min: 10, max: 300 }),
  noise: fc.double({ min: 0, max: 10, noNaN: true }),
});

describe('solveLeastSquares', () => {
  it('agrees with published figures', () => {
    const solution = solveLeastSquares(factorize(ANSCOMBE), 11);
    expect(solution.w).toBeCloseTo(0.50009, 5);
    expect(solution.b).toBeCloseTo(3.00009, 4);
    expect(solution.wError).toBeCloseTo(0.1179, 4);
    expect(solution.bError).toBeCloseTo(1.1247, 4);
    expect(solution.deviation).toBeCloseTo(1.2366, 4);
  });

  it('has the lowest loss, and residuals without a slope or a mean', () => {
    fc.assert(
      fc.property(runs, (run) => {
        const { train } = generateData(run);
        const factor = factorize(train);
        const { w, b, loss } = solveLeastSquares(factor, run.samples);
        const residuals = Array.from(train.x, (x, i) => w * x + b - train.y[i]!);
        const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / run.samples;
        expect(mean(residuals)).toBeCloseTo(0, 9);
        expect(mean(residuals.map((r, i) => r * train.x[i]!))).toBeCloseTo(0, 9);
        expect(mean(residuals.map((r) => r * r))).toBeCloseTo(loss, 9);
        expect(meanSquaredError(factor, run.samples, { w, b })).toBeCloseTo(loss, 12);
        expect(meanSquaredError(factor, run.samples, { w: w + 0.1, b: b - 0.1 })).toBeGreaterThan(loss);
      }),
    );
  });

  it('has standard errors that the truth respects', () => {
    const inside = Array.from({ length: 1000 }, (_, seed) => {
      const { train } = generateData({ seed, samples: 50, noise: 1 });
      const { w, wError } = solveLeastSquares(factorize(train), 50);
      return Math.abs(w - 2) < quantile975(48) * wError;
    });
    const share = inside.filter(Boolean).length / inside.length;
    expect(share).toBeGreaterThan(0.93);
    expect(share).toBeLessThan(0.97);
  });
});

describe('curvatureOf', () => {
  it('gives the Hessian its eigenvalues and eigenvectors', () => {
    fc.assert(
      fc.property(runs, (run) => {
        const { train } = generateData(run);
        const { max, min, steepest } = curvatureOf(factorize(train), run.samples);
        const hessian = [0, 0, 2];
        for (const x of train.x) {
          hessian[0]! += (2 * x * x) / run.samples;
          hessian[1]! += (2 * x) / run.samples;
        }
        const [ww, wb, bb] = hessian as [number, number, number];
        expect(max + min).toBeCloseTo(ww + bb, 9);
        expect(max * min).toBeCloseTo(ww * bb - wb * wb, 9);
        expect(ww * steepest.w + wb * steepest.b).toBeCloseTo(max * steepest.w, 9);
        expect(wb * steepest.w + bb * steepest.b).toBeCloseTo(max * steepest.b, 9);
        expect(Math.hypot(steepest.w, steepest.b)).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe('predict', () => {
  it('agrees with published figures', () => {
    const [prediction] = predict(ANSCOMBE, solveLeastSquares(factorize(ANSCOMBE), 11), [10]);
    // ŷ = 8.001, t = 2.2622, leverage 1/11 + (10 − 9)²/110.
    const margin = 2.262157 * 1.236603 * Math.sqrt(1 + 1 / 11 + 1 / 110);
    expect(prediction!.y).toBeCloseTo(8.001, 3);
    expect(prediction!.high - prediction!.y).toBeCloseTo(margin, 3);
    expect(prediction!.y - prediction!.low).toBeCloseTo(margin, 3);
  });

  it('holds 95 of 100 new points', () => {
    let inside = 0;
    const rounds = 400;
    for (let seed = 0; seed < rounds; seed++) {
      const { train, test } = generateData({ seed, samples: 10, noise: 1 });
      const predictions = predict(train, solveLeastSquares(factorize(train), 10), [...test.x]);
      inside += predictions.filter(({ low, high }, i) => low < test.y[i]! && test.y[i]! < high).length;
    }
    const share = inside / (rounds * 50);
    expect(share).toBeGreaterThan(0.94);
    expect(share).toBeLessThan(0.96);
  });
});

it.each([
  [8, 2.306004],
  [9, 2.262157],
  [10, 2.228139],
  [20, 2.085963],
  [48, 2.010635],
  [98, 1.984467],
  [9998, 1.960201],
])('t has its tabulated 97.5 %% quantile for %i degrees of freedom', (degrees, quantile) => {
  expect(Math.abs(quantile975(degrees) - quantile)).toBeLessThan(1e-4);
});
