import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../src/regression/backend.ts';
import { generateData } from '../../src/regression/data.ts';
import { BOUNDS, checkWork, DEFAULTS, workOf } from '../../src/regression/hyperparameters.ts';
import { reportTraining } from '../../src/regression/report.ts';
import { train } from '../../src/regression/train.ts';
import type { Hyperparameters } from '../../src/regression/training.ts';

beforeAll(async () => {
  await startBackend('wasm');
});

const defaults: Hyperparameters = { ...DEFAULTS, seed: 7 };

describe('reportTraining', () => {
  it('is small and plain data, for any run', () => {
    const chosen = fc.record({
      epochs: fc.integer({ min: 1, max: 3000 }),
      learningRate: fc.constantFrom(1e-6, 0.01, 0.5, 0.76, 0.8, 10),
      batch: fc.integer({ min: 1, max: 400 }),
      samples: fc.constantFrom(10, 100, 400),
      noise: fc.constantFrom(0, 0.1, 10),
      seed: fc.integer(BOUNDS.seed),
    });
    fc.assert(
      fc.property(chosen, (any) => {
        const h = { ...any, batch: Math.min(any.batch, any.samples) };
        const report = reportTraining(h);
        const { board, diagnosis, theta } = report;
        // No NaN, no infinity, nothing that JSON would lose.
        expect(JSON.parse(JSON.stringify(report))).toEqual(report);
        expect(board.train.length).toBe(Math.min(300, h.samples));
        expect(board.losses.length).toBeLessThanOrEqual(250);
        expect(board.path.length).toBeLessThanOrEqual(300);
        for (const series of [board.losses, board.path]) {
          const epochs = series.map(({ epoch }) => epoch);
          expect(epochs).toEqual([...new Set(epochs)].sort((a, b) => a - b));
          expect(epochs[0]).toBe(0);
          expect(epochs.at(-1)).toBe(board.divergedAt === null ? h.epochs : board.divergedAt - 1);
        }
        expect(board.path.at(-1)).toMatchObject(theta);
        expect(board.losses.at(-1)).toMatchObject({
          train: report.loss.train,
          validation: report.loss.validation,
        });
        expect(board.diverged).toBe(diagnosis.verdict === 'diverged');
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it('keeps the extremes of the loss, and every epoch that gets a mark', () => {
    const h = { ...defaults, batch: 1, learningRate: 0.4, epochs: 5000 };
    const { trainLoss } = train(h);
    const { losses, path } = reportTraining(h).board;
    expect(Math.max(...losses.slice(1).map((loss) => loss.train))).toBe(Math.max(...trainLoss.subarray(1)));
    expect(Math.min(...losses.map((loss) => loss.train))).toBe(Math.min(...trainLoss));
    const epochs = path.map(({ epoch }) => epoch);
    for (const mark of [0, 1, 10, 100, 1000, 5000]) expect(epochs).toContain(mark);
  });

  it('gives the loss surface by its moments', () => {
    const { board, loss } = reportTraining(defaults);
    const { w, b } = board.theta;
    const { x, y, xx, xy, yy } = board.surface;
    expect(w * w * xx + 2 * w * b * x + b * b - 2 * w * xy - 2 * b * y + yy).toBeCloseTo(loss.train, 6);
    const { test } = generateData(defaults);
    const testLoss = test.x.reduce((sum, x, i) => sum + (w * x + b - test.y[i]!) ** 2, 0) / test.x.length;
    expect(loss.test).toBeCloseTo(testLoss, 6);
  });
});

describe('checkWork', () => {
  it('allows the longest runs that learners would try', () => {
    for (const sizes of [
      { epochs: 100_000, samples: 100, batch: 32 },
      { epochs: 100_000, samples: 10_000, batch: 10_000 },
      { epochs: 1000, samples: 10_000, batch: 32 },
      { epochs: 1000, samples: 1000, batch: 1 },
    ]) {
      expect(checkWork(sizes)).toBeNull();
    }
  });

  it('names the most epochs that fit', () => {
    const sizes = fc
      .record({ samples: fc.integer(BOUNDS.samples), part: fc.double({ min: 0, max: 1, noNaN: true }) })
      .map(({ samples, part }) => ({ samples, batch: Math.max(1, Math.round(samples * part)) }));
    fc.assert(
      fc.property(sizes, (size) => {
        const excess = checkWork({ ...size, epochs: BOUNDS.epochs.max });
        if (excess === null) return;
        expect(excess.work).toBeGreaterThan(excess.limit);
        expect(excess.epochs).toBeGreaterThanOrEqual(BOUNDS.epochs.min);
        expect(checkWork({ ...size, epochs: excess.epochs })).toBeNull();
        expect(workOf({ ...size, epochs: excess.epochs + 1 })).toBeGreaterThan(excess.limit);
      }),
    );
  });
});
