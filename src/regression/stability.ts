import { initialTheta } from './data.ts';
import { createShuffle } from './shuffle.ts';
import type { DataSet, Hyperparameters } from './training.ts';
import { meanSquaredError, type TriangularFactor } from './triangular-factor.ts';

/** How much of a run is looked at: enough to average over batches, and quick. */
const LOOK = { points: 100_000, steps: 8000 };

/** With x in [0, 1) no batch curves more than λ = 4, so that up to 2/4 no step leads away from anything. */
const SAFE = 0.5;

/** Above this many times the loss that it started with a run has failed, even if it may come back. */
export const FAILED = 10;

/** A learning rate works that stays well below that, for later epochs may bring larger bursts. */
const TOLERATED = 3;

export interface Stability {
  /** Whether a run with these batches drifts ever farther away, be it slowly. */
  grows(learningRate: number): boolean;
  /**
   * The largest learning rate up to the run's own with which these batches don't let the loss fail, nor grow on average over their
   * orders; rounded down to two significant digits.
   */
  findWorkingLearningRate(): number;
}

/** Tries learning rates on a run's own first batches, in double precision. */
export function createStability(h: Hyperparameters, train: DataSet, factor: TriangularFactor): Stability {
  let epochs: Batch[][] | undefined;
  const look = () => {
    epochs ??= firstEpochs(train, h);
    return epochs;
  };
  const grows = (learningRate: number) => learningRate > SAFE && growthRate(look().flat(), learningRate) > 0;

  const works = (learningRate: number) => {
    let { w, b } = initialTheta(h.seed);
    const highest = TOLERATED * meanSquaredError(factor, h.samples, { w, b });
    for (const batches of look()) {
      for (const { xx, x, xy, y } of batches) {
        const [dw, db] = [xx * w + x * b - xy, x * w + b - y];
        w -= 2 * learningRate * dw;
        b -= 2 * learningRate * db;
      }
      // Written so that NaN fails too.
      if (!(meanSquaredError(factor, h.samples, { w, b }) <= highest)) return false;
    }
    return learningRate <= SAFE || meanSquareGrowth(look().flat(), learningRate) < 1;
  };

  return {
    grows,
    findWorkingLearningRate() {
      let [good, bad] = [0, h.learningRate];
      while (bad - good > h.learningRate * 1e-5) {
        const middle = (good + bad) / 2;
        if (works(middle)) good = middle;
        else bad = middle;
      }
      return roundDown(good);
    },
  };
}

/** Means over a batch. */
interface Batch {
  readonly xx: number;
  readonly x: number;
  readonly xy: number;
  readonly y: number;
}

function firstEpochs(train: DataSet, h: Hyperparameters): Batch[][] {
  const nextOrder = createShuffle(h.seed, h.samples);
  const steps = Math.ceil(h.samples / h.batch);
  const count = Math.max(2, Math.floor(Math.min(LOOK.points / h.samples, LOOK.steps / steps)));
  return Array.from({ length: count }, () => {
    const order = nextOrder();
    return Array.from({ length: steps }, (_, step) =>
      batchOf(train, order.subarray(step * h.batch, (step + 1) * h.batch)),
    );
  });
}

function batchOf(train: DataSet, points: Uint16Array): Batch {
  let [xx, x, xy, y] = [0, 0, 0, 0];
  for (const i of points) {
    const [xi, yi] = [train.x[i]!, train.y[i]!];
    xx += xi * xi;
    x += xi;
    xy += xi * yi;
    y += yi;
  }
  const size = points.length;
  return { xx: xx / size, x: x / size, xy: xy / size, y: y / size };
}

/**
 * How fast the distance between two runs over the same batches grows: the mean logarithm of its factor per step. Each step
 * multiplies that distance by I − lr·H of its batch; the growth rate of the product is its largest Lyapunov exponent
 * (Furstenberg and Kesten, "Products of random matrices", 1960).
 */
function growthRate(batches: readonly Batch[], learningRate: number): number {
  let [ww, wb, bw, bb] = [1, 0, 0, 1];
  const logarithms = batches.map((batch) => {
    const [a, c, d] = stepOf(batch, learningRate);
    [ww, wb, bw, bb] = [a * ww + c * bw, a * wb + c * bb, c * ww + d * bw, c * wb + d * bb];
    // A batch of one point can, at just one learning rate, leave nothing.
    const size = Math.hypot(ww, wb, bw, bb) || Number.MIN_VALUE;
    [ww, wb, bw, bb] = [ww / size, wb / size, bw / size, bb / size];
    return Math.log(size);
  });
  // The first steps only turn the product towards the direction that grows most.
  const settled = logarithms.slice(logarithms.length / 2);
  return settled.reduce((sum, value) => sum + value, 0) / settled.length;
}

/**
 * The factor per step of that distance's mean square, over all orders of the batches: the spectral radius of
 * P ↦ mean A·P·A for symmetric P, A being I − lr·H of a batch. Below 1 it bounds the mean loss too.
 */
function meanSquareGrowth(batches: readonly Batch[], learningRate: number): number {
  let [aa, ac, cc, ad, cd, dd] = [0, 0, 0, 0, 0, 0];
  for (const batch of batches) {
    const [a, c, d] = stepOf(batch, learningRate);
    aa += (a * a) / batches.length;
    ac += (a * c) / batches.length;
    cc += (c * c) / batches.length;
    ad += (a * d) / batches.length;
    cd += (c * d) / batches.length;
    dd += (d * d) / batches.length;
  }
  let [ww, wb, bb] = [0.5, 0, 0.5];
  let growth = 1;
  // Power iteration; the trace of a covariance is its size.
  for (let i = 0; i < 200; i++) {
    [ww, wb, bb] = [
      aa * ww + 2 * ac * wb + cc * bb,
      ac * ww + (ad + cc) * wb + cd * bb,
      cc * ww + 2 * cd * wb + dd * bb,
    ];
    growth = ww + bb;
    [ww, wb, bb] = [ww / growth, wb / growth, bb / growth];
  }
  return growth;
}

/** I − lr·H of a batch: the symmetric matrix [a c; c d]. */
function stepOf({ xx, x }: Batch, learningRate: number): [a: number, c: number, d: number] {
  return [1 - 2 * learningRate * xx, -2 * learningRate * x, 1 - 2 * learningRate];
}

function roundDown(value: number): number {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.floor(value / unit) * unit).toPrecision(2));
}
