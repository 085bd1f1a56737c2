import * as tf from '@tensorflow/tfjs-core';
import type { DataSet } from './training.ts';
import { factorize } from './triangular-factor.ts';

/** The mean squared error of a data set as a tensor program: from states [count, 3, 1] to errors [count]. */
export function createSquaredError(data: DataSet): (states: tf.Tensor3D) => tf.Tensor1D {
  const [[r11, r12, r13], [r22, r23], [r33]] = factorize(data);
  const factor = tf.tensor2d([
    [r11, r12, r13],
    [0, r22, r23],
    [0, 0, r33],
  ]);
  return (states) => {
    const rotated = tf.matMul(tf.reshape(states, [-1, 3]), factor, false, true);
    // Divided last, as Keras does: a sum that overflows is the first sign of divergence.
    return tf.div(tf.sum(tf.square(rotated), 1), data.x.length) as tf.Tensor1D;
  };
}
