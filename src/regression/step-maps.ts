import * as tf from '@tensorflow/tfjs-core';
import { reverseBits } from './affine-map.ts';
import { createShuffle } from './shuffle.ts';
import type { DataSet, Hyperparameters } from './training.ts';

/** Per point: x², x, x·y, y, 1. Their sums over a batch are all that its gradient needs. */
const FEATURES = 5;

/**
 * From those sums to a step's map, but for the factor −lr / batch size: θ ← θ − lr·∇J with
 * ∇J = 2/size·(Σx²·w + Σx·b − Σxy, Σx·w + Σ1·b − Σy), and z = (w, b, −1).
 */
const GRADIENT = [
  [2, 0, 0, 0, 0, 0, 0, 0, 0],
  [0, 2, 0, 2, 0, 0, 0, 0, 0],
  [0, 0, 2, 0, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 2, 0, 0, 0],
  [0, 0, 0, 0, 2, 0, 0, 0, 0],
];

/** Makes, inside a tidy, the maps of the next `epochs` epochs, a power of 2: [epochs × perEpoch, 3, 3] in the order of affine-map.ts. */
export interface StepMaps {
  /** Steps in an epoch, rounded up to a power of 2; those that are too many do nothing. */
  readonly perEpoch: number;
  /** Floats that an epoch's points take. */
  readonly epochSize: number;
  next(epochs: number): tf.Tensor3D;
}

/** Steps over batches of points that are shuffled anew each epoch; the last batch of an epoch may be shorter. */
export function createStepMaps(train: DataSet, h: Hyperparameters): StepMaps {
  const steps = Math.ceil(h.samples / h.batch);
  const bits = Math.ceil(Math.log2(steps));
  const perEpoch = 2 ** bits;
  const [pieces, width] = cutBatch(h.batch);
  const batchSize = pieces * width;
  const nextOrder = createShuffle(h.seed, h.samples);
  const [xx, x, xy, y, one] = featuresOf(train);

  return {
    perEpoch,
    epochSize: FEATURES * perEpoch * batchSize,
    next(epochs) {
      const [epochBits, batches] = [Math.log2(epochs), epochs * perEpoch];
      const column = batches * batchSize;
      const points = new Float32Array(FEATURES * column);
      const scales = new Float32Array(batches);
      for (let epoch = 0; epoch < epochs; epoch++) {
        const order = nextOrder();
        for (let step = 0; step < steps; step++) {
          const row = reverseBits(step, bits) * epochs + reverseBits(epoch, epochBits);
          const start = step * h.batch;
          const end = Math.min(start + h.batch, h.samples);
          scales[row] = -h.learningRate / (end - start);
          // Written out, for this is where the time goes: gathering with tensor operations takes ten times as long.
          for (let i = start, to = row * batchSize; i < end; i++, to++) {
            const point = order[i]!;
            points[to] = xx[point]!;
            points[to + column] = x[point]!;
            points[to + 2 * column] = xy[point]!;
            points[to + 3 * column] = y[point]!;
            points[to + 4 * column] = one[point]!;
          }
        }
      }
      return mapsOf(tf.tensor(points, [FEATURES, batches, pieces, width]), tf.tensor1d(scales));
    },
  };
}

/** The map of one step of full-batch descent [1, 3, 3]. */
export function fullBatchMap(train: DataSet, learningRate: number): tf.Tensor3D {
  const size = train.x.length;
  const [pieces, width] = cutBatch(size);
  const points = new Float32Array(FEATURES * pieces * width);
  for (const [feature, column] of featuresOf(train).entries()) points.set(column, feature * pieces * width);
  return mapsOf(tf.tensor(points, [FEATURES, 1, pieces, width]), tf.tensor1d([-learningRate / size]));
}

/** Batches are summed in about √batch pieces: one long float32 sum would lose digits. */
function cutBatch(batch: number): [pieces: number, width: number] {
  const pieces = 2 ** Math.floor(Math.log2(batch) / 2);
  return [pieces, Math.ceil(batch / pieces)];
}

type Features = readonly [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];

function featuresOf({ x, y }: DataSet): Features {
  const [xs, ys] = [tf.tensor1d(x), tf.tensor1d(y)];
  const read = (feature: tf.Tensor1D) => feature.dataSync<'float32'>();
  return [read(tf.square(xs)), x, read(tf.mul(xs, ys)), y, read(tf.onesLike(xs))];
}

/** From points [features, batches, pieces, width] and −lr / size of each batch to maps [batches, 3, 3]. */
function mapsOf(points: tf.Tensor, scales: tf.Tensor1D): tf.Tensor3D {
  const sums = tf.sum(tf.sum(points, 3), 2);
  return tf.reshape(tf.matMul(tf.mul(sums, scales), tf.tensor2d(GRADIENT), true), [-1, 3, 3]);
}
