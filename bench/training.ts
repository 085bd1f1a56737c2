import * as tf from '@tensorflow/tfjs';
import { startBackend, type WantedBackend } from '../src/regression/backend.ts';
import { generateData, initialTheta } from '../src/regression/data.ts';
import { BOUNDS, checkWork, DEFAULTS } from '../src/regression/hyperparameters.ts';
import { reportTraining } from '../src/regression/report.ts';
import { train } from '../src/regression/train.ts';
import type { Data, Hyperparameters } from '../src/regression/training.ts';

/*
 * Training against `model.fit` doing the same work on the same backend in the same run, and what the longest
 * allowed runs take: npx tsx bench/training.ts [auto|native|wasm|cpu …]
 */

const h: Hyperparameters = { ...DEFAULTS, seed: 7 };

/** The same number of shuffled epochs, with per-epoch training and validation loss. */
async function fitModel(
  { epochs, learningRate, batch, seed }: Hyperparameters,
  { train, validation }: Data,
): Promise<number> {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  model.compile({ optimizer: tf.train.sgd(learningRate), loss: 'meanSquaredError' });
  const { w, b } = initialTheta(seed);
  const inputs = [train.x, train.y, validation.x, validation.y].map((column) =>
    tf.tensor2d(column, [column.length, 1]),
  );
  const [x, y, xv, yv] = inputs as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  tf.tidy(() => model.setWeights([tf.tensor2d([w], [1, 1]), tf.tensor1d([b])]));
  await model.fit(x, y, {
    epochs,
    batchSize: batch,
    shuffle: true,
    validationData: [xv, yv],
    yieldEvery: 'never',
    verbose: 0,
  });
  const [slope] = await model.getWeights()[0]!.data();
  model.dispose();
  tf.dispose(inputs);
  return slope!;
}

async function time(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(times: number[]): number {
  return times.sort((a, b) => a - b)[times.length >> 1]!;
}

async function compareWithFit(): Promise<void> {
  const data = generateData(h);
  for (let i = 0; i < 20; i++) train(h, data);
  await fitModel({ ...h, epochs: 50 }, data);
  const [ours, fits]: [number[], number[]] = [[], []];
  for (let round = 0; round < 3; round++) {
    fits.push(await time(() => fitModel(h, data)));
    for (let i = 0; i < 15; i++) ours.push(await time(() => train(h, data)));
  }
  const [a, b] = [median(fits), median(ours)];
  console.log(`  model.fit ${a.toFixed(0)} ms, train ${b.toFixed(1)} ms: ${(a / b).toFixed(0)} times faster`);
}

/** The longest allowed runs over a spread of sizes: none should take over about 2 s of CPU. */
function measureLongestRuns(): void {
  for (const samples of [10, 100, 1000, 10_000]) {
    for (const batch of [1, 2, 5, 32, 33, 129, samples - 1, samples]) {
      if (batch > samples) continue;
      const most = { ...h, samples, batch, epochs: BOUNDS.epochs.max };
      const epochs = checkWork(most)?.epochs ?? most.epochs;
      const start = process.cpuUsage();
      reportTraining({ ...most, epochs });
      const { user, system } = process.cpuUsage(start);
      console.log(
        `  samples ${samples}, batch ${batch}, epochs ${epochs}: ${((user + system) / 1e6).toFixed(2)} s CPU`,
      );
    }
  }
}

const atRest = process.memoryUsage().rss;
const wanted = process.argv.slice(2) as WantedBackend[];
for (const backend of wanted.length > 0 ? wanted : (['native', 'wasm', 'cpu'] as const)) {
  try {
    const { name } = await startBackend(backend);
    console.log(`${name}: ${h.epochs} epochs, ${h.samples} points, batches of ${h.batch}`);
  } catch (error) {
    console.log(`${backend}: ${error instanceof Error ? error.message : error}`);
    continue;
  }
  await compareWithFit();
  measureLongestRuns();
}
const peak = process.resourceUsage().maxRSS * 1024;
console.log(
  `memory: ${(atRest / 1e6).toFixed(0)} MB before the first run, ${(peak / 1e6).toFixed(0)} MB at its peak`,
);
