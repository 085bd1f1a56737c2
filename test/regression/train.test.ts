import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../src/regression/backend.ts';
import { generateData } from '../../src/regression/data.ts';
import { DEFAULTS } from '../../src/regression/hyperparameters.ts';
import { train } from '../../src/regression/train.ts';
import type { Hyperparameters, Training } from '../../src/regression/training.ts';
import { type FittedEpoch, fitEpochs } from './fit.ts';

const defaults: Hyperparameters = { ...DEFAULTS, seed: 7 };

const RUNS: Partial<Hyperparameters>[] = [
  { epochs: 150 },
  { epochs: 60, learningRate: 0.3, seed: 1 },
  { epochs: 20, batch: 1, learningRate: 0.05, seed: 2 },
  { epochs: 30, batch: 7, learningRate: 0.1, samples: 50, noise: 1, seed: 3 },
  { epochs: 40, batch: 99, learningRate: 0.5, seed: 4 },
  { epochs: 200, batch: 100, learningRate: 0.75, seed: 5 },
  { epochs: 100, batch: 10, samples: 10, learningRate: 0.2, noise: 10, seed: 6 },
  { epochs: 12, batch: 300, samples: 700, learningRate: 0.4, seed: 8 },
];

/** With how many times the usual tolerance: where θ grows a little over hundreds of steps, rounding errors grow with it, also in `model.fit`. */
const DIVERGING: [Partial<Hyperparameters>, number][] = [
  [{ learningRate: 5 }, 1],
  [{ learningRate: 10, batch: 3, samples: 10, seed: 6 }, 1],
  [{ learningRate: 1, batch: 100 }, 1],
  [{ learningRate: 0.88, batch: 100, seed: 3 }, 3],
  [{ learningRate: 0.85, batch: 50, seed: 4 }, 10],
  [{ learningRate: 0.9, batch: 1, samples: 20, seed: 5 }, 10],
];

/** θ to 1e-5 and losses to 1e-4, relative, at each of the first `count` epochs. */
function expectSameEpochs(ours: Training, theirs: readonly FittedEpoch[], count: number, tolerance = 1) {
  const worst = { theta: 0, loss: 0 };
  for (let epoch = 0; epoch < count; epoch++) {
    const fitted = theirs[epoch]!;
    const size = Math.max(1, Math.hypot(fitted.w, fitted.b));
    for (const name of ['w', 'b'] as const) {
      worst.theta = Math.max(worst.theta, Math.abs(ours[name][epoch]! - fitted[name]) / size);
    }
    for (const name of ['trainLoss', 'validationLoss'] as const) {
      worst.loss = Math.max(worst.loss, Math.abs(ours[name][epoch]! / fitted[name] - 1));
    }
  }
  expect(worst.theta).toBeLessThan(1e-5 * tolerance);
  expect(worst.loss).toBeLessThan(1e-4 * tolerance);
}

describe.each(['wasm', 'cpu'] as const)('training on %s', (backend) => {
  beforeAll(async () => {
    await startBackend(backend);
  });

  it.each(RUNS)('goes epoch by epoch as model.fit does: %j', async (chosen) => {
    const h = { ...defaults, ...chosen };
    const data = generateData(h);
    const ours = train(h, data);
    expect(ours.w).toHaveLength(h.epochs + 1);
    expect(ours.divergedAt).toBeNull();
    expectSameEpochs(ours, await fitEpochs(h, data), h.epochs + 1);
  });

  it.each(DIVERGING)('diverges as model.fit does: %j', async (chosen, tolerance) => {
    const h = { ...defaults, ...chosen };
    const data = generateData(h);
    const ours = train(h, data);
    const theirs = await fitEpochs(h, data);
    expect(theirs.length).toBeLessThan(h.epochs);
    expect(Math.abs(ours.divergedAt! - (theirs.length - 1))).toBeLessThanOrEqual(1);
    expect(ours.w).toHaveLength(ours.divergedAt!);
    expectSameEpochs(ours, theirs, Math.min(ours.divergedAt!, theirs.length - 1), tolerance);
  });

  it('leaves no tensor behind, converging or diverging', () => {
    for (const chosen of [{}, { batch: 100 }, { learningRate: 5 }]) {
      const before = tf.memory().numTensors;
      train({ ...defaults, ...chosen });
      expect(tf.memory().numTensors).toBe(before);
    }
  });

  it('gives the same numbers again, and begins a longer run with them', () => {
    const sizes = fc.record({
      seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      samples: fc.integer({ min: 10, max: 300 }),
      batch: fc.integer({ min: 1, max: 10 }),
      epochs: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(sizes, (chosen) => {
        const h = { ...defaults, ...chosen };
        const run = train(h);
        expect(train(h)).toEqual(run);
        const longer = train({ ...h, epochs: h.epochs + 25 });
        expectSameNumbers(longer.w.subarray(0, h.epochs + 1), run.w, 1e-5);
        expectSameNumbers(longer.b.subarray(0, h.epochs + 1), run.b, 1e-5);
      }),
      { numRuns: 25 },
    );
  });
});

it('agrees between backends', async () => {
  const run: Partial<Hyperparameters>[] = [
    {},
    { batch: 1 },
    { batch: 5000, samples: 10_000, epochs: 30 },
    { batch: 10_000, samples: 10_000 },
  ];
  for (const chosen of run) {
    const h = { ...defaults, ...chosen };
    await startBackend('wasm');
    const onWasm = train(h);
    await startBackend('cpu');
    const onCpu = train(h);
    expectSameNumbers(onWasm.w, onCpu.w, 1e-4);
    expectSameNumbers(onWasm.b, onCpu.b, 1e-4);
  }
});

function expectSameNumbers(actual: Float32Array, expected: Float32Array, within: number) {
  expect(actual).toHaveLength(expected.length);
  expect(Math.max(...actual.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(within);
}
