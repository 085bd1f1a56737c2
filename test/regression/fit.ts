import * as tf from '@tensorflow/tfjs';
import { initialTheta } from '../../src/regression/data.ts';
import { createShuffle } from '../../src/regression/shuffle.ts';
import type { Data, DataSet, Hyperparameters } from '../../src/regression/training.ts';

/** A run as `model.fit` makes it, epoch by epoch from 0, up to and with the first one that is not finite. */
export interface FittedEpoch {
  readonly w: number;
  readonly b: number;
  readonly trainLoss: number;
  readonly validationLoss: number;
}

/** Keras's own way: one dense unit, `fit` for one epoch at a time over the points in that epoch's order. */
export async function fitEpochs(h: Hyperparameters, { train, validation }: Data): Promise<FittedEpoch[]> {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  model.compile({ optimizer: tf.train.sgd(h.learningRate), loss: 'meanSquaredError' });
  const start = initialTheta(h.seed);
  tf.tidy(() => model.setWeights([tf.tensor2d([start.w], [1, 1]), tf.tensor1d([start.b])]));

  const loss = ({ x, y }: DataSet) =>
    tf.tidy(() => {
      const scalar = model.evaluate(column(x), column(y)) as tf.Scalar;
      return scalar.dataSync()[0]!;
    });
  const measure = (): FittedEpoch => {
    const [w, b] = model.getWeights().map((weight) => weight.dataSync()[0]!);
    return { w: w!, b: b!, trainLoss: loss(train), validationLoss: loss(validation) };
  };

  const nextOrder = createShuffle(h.seed, h.samples);
  const epochs = [measure()];
  while (epochs.length <= h.epochs && Object.values(epochs.at(-1)!).every(Number.isFinite)) {
    const order = nextOrder();
    const x = column(Float32Array.from(order, (i) => train.x[i]!));
    const y = column(Float32Array.from(order, (i) => train.y[i]!));
    await model.fit(x, y, { epochs: 1, batchSize: h.batch, shuffle: false, verbose: 0, yieldEvery: 'never' });
    tf.dispose([x, y]);
    epochs.push(measure());
  }
  model.dispose();
  return epochs;
}

function column(values: Float32Array): tf.Tensor2D {
  return tf.tensor2d(values, [values.length, 1]);
}
