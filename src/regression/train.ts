import * as tf from '@tensorflow/tfjs-core';
import { joinPairs, type MapTree, treeOf, treeOfRepeated, unfold } from './affine-map.ts';
import { generateData, initialTheta } from './data.ts';
import { Path } from './path.ts';
import { createSquaredError } from './squared-error.ts';
import { createStepMaps, fullBatchMap } from './step-maps.ts';
import type { Data, DataSet, Hyperparameters, Theta, Training } from './training.ts';
import { factorize, meanSquaredError } from './triangular-factor.ts';

/** Bounds memory: the most floats of shuffled points, steps and epochs that are worked on at once. */
const CHUNK = { floats: 2 ** 20, steps: 2 ** 15, epochs: 2 ** 12 };

/**
 * Trains a line by stochastic gradient descent on the mean squared error, on the current TensorFlow.js backend:
 * what `model.fit` does with one dense unit and a shuffle before each epoch, within float32's rounding, but with the
 * steps of many epochs in one short tensor program. Equal hyperparameters give equal results on one backend.
 */
export function train(h: Hyperparameters, data: Data = generateData(h)): Training {
  const path = new Path(h.epochs + 1);
  tf.tidy(() => {
    const epochs = createEpochs(h, data.train);
    const trainError = createSquaredError(data.train);
    const validationError = createSquaredError(data.validation);
    const measure = (states: tf.Tensor3D) => ({
      states: states.dataSync(),
      trainLoss: trainError(states).dataSync(),
      validationLoss: validationError(states).dataSync(),
    });

    path.add(measure(stateOf(initialTheta(h.seed))));
    while (path.open > 0) {
      const count = Math.min(epochs.most, 2 ** Math.ceil(Math.log2(path.open)));
      // Braces, for tidy searches what a function returns for tensors, number by number.
      tf.tidy(() => {
        path.add(measure(unfold(epochs.next(count), stateOf(path.last))));
      });
    }
  });
  // In double precision, where it stays finite as long as θ is.
  const testLoss = meanSquaredError(factorize(data.test), data.test.x.length, path.last);
  return { ...path.finish(), testLoss };
}

/** Yields what epochs do to θ; `count` is a power of 2, at most `most`. */
interface Epochs {
  readonly most: number;
  next(count: number): MapTree;
}

function createEpochs(h: Hyperparameters, train: DataSet): Epochs {
  if (h.batch === h.samples) {
    const map = fullBatchMap(train, h.learningRate);
    return { most: CHUNK.epochs, next: (count) => treeOfRepeated(map, count) };
  }
  const steps = createStepMaps(train, h);
  const most = Math.min(CHUNK.epochs, CHUNK.steps / steps.perEpoch, CHUNK.floats / steps.epochSize);
  return {
    most: 2 ** Math.floor(Math.log2(Math.max(1, most))),
    next: (count) => treeOf(joinPairs(steps.next(count), Math.log2(steps.perEpoch))),
  };
}

function stateOf({ w, b }: Theta): tf.Tensor3D {
  return tf.tensor3d([w, b, -1], [1, 3, 1]);
}
