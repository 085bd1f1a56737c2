import { createShuffle } from './shuffle.ts';
import type { DataSet, Hyperparameters } from './training.ts';

/** How many points and steps of a run are looked at: enough to average over batches, and quick. */
const LOOK = { points: 400_000, steps: 4000 };

/** With x in [0, 1) no batch curves more than λ = 4, so that up to 2/4 no step leads away from anything. */
export const SAFE_LEARNING_RATE = 0.5;

/**
 * How fast the distance between two runs over the same batches grows, as the mean logarithm of its factor per step:
 * above 0 the run diverges. Each step multiplies that distance by I − lr·H of its batch; the product's growth rate is its
 * largest Lyapunov exponent (Furstenberg and Kesten 1960), taken over the run's own first batches, in double precision.
 */
export function createGrowthRate(train: DataSet, h: Hyperparameters): (learningRate: number) => number {
  const batches = firstBatches(train, h);
  const settled = batches.length / 2;
  return (learningRate) => {
    let [ww, wb, bw, bb] = [1, 0, 0, 1];
    let growth = 0;
    for (const [step, { xx, x }] of batches.entries()) {
      const [a, c, d] = [1 - 2 * learningRate * xx, -2 * learningRate * x, 1 - 2 * learningRate];
      [ww, wb, bw, bb] = [a * ww + c * bw, a * wb + c * bb, c * ww + d * bw, c * wb + d * bb];
      const size = Math.hypot(ww, wb, bw, bb);
      if (size === 0) return Number.NEGATIVE_INFINITY;
      // The first steps only turn the product towards the direction that grows most.
      if (step >= settled) growth += Math.log(size);
      [ww, wb, bw, bb] = [ww / size, wb / size, bw / size, bb / size];
    }
    return growth / (batches.length - settled);
  };
}

/** Means of x² and x over each of a run's first batches. */
function firstBatches({ x }: DataSet, h: Hyperparameters): { xx: number; x: number }[] {
  const shuffle = createShuffle(h.seed, h.samples);
  const batches = [];
  for (let points = 0; points < LOOK.points && batches.length < LOOK.steps; points += h.samples) {
    const order = shuffle();
    for (let start = 0; start < h.samples && batches.length < LOOK.steps; start += h.batch) {
      const batch = order.subarray(start, start + h.batch);
      let [sum, squares] = [0, 0];
      for (const i of batch) {
        sum += x[i]!;
        squares += x[i]! ** 2;
      }
      batches.push({ xx: squares / batch.length, x: sum / batch.length });
    }
  }
  return batches;
}

/**
 * The largest learning rate up to `from` that does not diverge, rounded down to two significant digits.
 * @param growthRate as made above; positive at `from`
 */
export function findWorkingLearningRate(growthRate: (learningRate: number) => number, from: number): number {
  let [works, fails] = [0, from];
  while (fails - works > from * 1e-6) {
    const middle = (works + fails) / 2;
    if (growthRate(middle) < 0) works = middle;
    else fails = middle;
  }
  const unit = 10 ** (Math.floor(Math.log10(works)) - 1);
  return Number((Math.floor(works / unit) * unit).toPrecision(2));
}
