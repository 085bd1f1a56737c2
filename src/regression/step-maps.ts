import * as tf from '@tensorflow/tfjs-core';
import { reverseBits } from './affine-map.ts';
import { createShuffle } from './shuffle.ts';
import type { DataSet, Hyperparameters } from './training.ts';

/** Per point: x², x, x·y, y, 1. Their means over a batch are all that its gradient needs. */
const FEATURES = 5;

/**
 * From the means of those features to a step's map: θ ← θ − lr·∇J, with
 * ∇J = 2·(mean x²·w + mean x·b − mean xy, mean x·w + b − mean y) and z = (w, b, −1).
 */
const GRADIENT = [
  [2, 0, 0, 0, 0, 0, 0, 0, 0],
  [0, 2, 0, 2, 0, 0, 0, 0, 0],
  [0, 0, 2, 0, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 2, 0, 0, 0],
  [0, 0, 0, 0, 2, 0, 0, 0, 0],
];

/** Makes the maps of the next `epochs` epochs, a power of 2: [epochs × perEpoch, 3, 3] in the order of affine-map.ts. */
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
  // Divided by the batch's size already, so that sums over a batch are its means.
  const features = featuresOf(train, h.batch);
  const lastFeatures = featuresOf(train, h.samples - (steps - 1) * h.batch);

  return {
    perEpoch,
    epochSize: FEATURES * perEpoch * batchSize,
    next(epochs) {
      const [epochBits, batches] = [Math.log2(epochs), epochs * perEpoch];
      const points = new Float32Array(FEATURES * batches * batchSize);
      for (let epoch = 0; epoch < epochs; epoch++) {
        const order = nextOrder();
        for (let step = 0; step < steps; step++) {
          const from = step < steps - 1 ? features : lastFeatures;
          const row = reverseBits(step, bits) * epochs + reverseBits(epoch, epochBits);
          const chosen = order.subarray(step * h.batch, (step + 1) * h.batch);
          for (let feature = 0; feature < FEATURES; feature++) {
            const column = from[feature]!;
            const to = (feature * batches + row) * batchSize;
            for (let i = 0; i < chosen.length; i++) points[to + i] = column[chosen[i]!]!;
          }
        }
      }
      return tf.tidy(() => mapsOf(tf.tensor(points, [FEATURES, batches, pieces, width]), h.learningRate));
    },
  };
}

/** The map of one step of full-batch descent [1, 3, 3]. */
export function fullBatchMap(train: DataSet, learningRate: number): tf.Tensor3D {
  const size = train.x.length;
  const [pieces, width] = cutBatch(size);
  return tf.tidy(() => {
    const points = new Float32Array(FEATURES * pieces * width);
    for (const [i, column] of featuresOf(train, size).entries()) points.set(column, i * pieces * width);
    return mapsOf(tf.tensor(points, [FEATURES, 1, pieces, width]), learningRate);
  });
}

/** Batches are summed in pieces: one long float32 sum of a large batch would lose three digits. */
function cutBatch(batch: number): [pieces: number, width: number] {
  const pieces = Math.ceil(batch / 128);
  return [pieces, Math.ceil(batch / pieces)];
}

/** Feature by feature, each point's share in the mean over a batch of that size. */
function featuresOf({ x, y }: DataSet, batchSize: number): Float32Array[] {
  return tf.tidy(() => {
    const [xs, ys] = [tf.tensor1d(x), tf.tensor1d(y)];
    return [tf.square(xs), xs, tf.mul(xs, ys), ys, tf.onesLike(xs)].map(
      (feature) => tf.div(feature, batchSize).dataSync() as Float32Array,
    );
  });
}

/** From points [features, batches, pieces, width] to maps [batches, 3, 3]. */
function mapsOf(points: tf.Tensor, learningRate: number): tf.Tensor3D {
  const means: tf.Tensor2D = tf.sum(tf.sum(points, 3), 2);
  return tf.reshape(tf.matMul(means, tf.mul(tf.tensor2d(GRADIENT), -learningRate), true), [-1, 3, 3]);
}
