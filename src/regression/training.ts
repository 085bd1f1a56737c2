/** What a learner can choose about a run. `batch` is at most `samples`; equal to it means full-batch descent. */
export interface Hyperparameters {
  readonly epochs: number;
  readonly learningRate: number;
  readonly batch: number;
  readonly samples: number;
  /** Standard deviation of the normal noise on y. */
  readonly noise: number;
  /** Unsigned 32-bit. Everything random comes from it. */
  readonly seed: number;
}

/** θ = (w, b) of the line y = w·x + b. */
export interface Theta {
  readonly w: number;
  readonly b: number;
}

/** Points as two columns of equal length, float32 as TensorFlow.js sees them. */
export interface DataSet {
  readonly x: Float32Array;
  readonly y: Float32Array;
}
export interface Data {
  readonly train: DataSet;
  readonly validation: DataSet;
  readonly test: DataSet;
}

/**
 * A finished run. Each column holds a value an epoch; index 0 is before training. A run that diverges ends
 * with its last epoch at which θ and both losses are finite.
 */
export interface Training {
  readonly w: Float32Array;
  readonly b: Float32Array;
  /** Mean squared error of that epoch's θ on the whole training set (not Keras's running mean over batches). */
  readonly trainLoss: Float32Array;
  readonly validationLoss: Float32Array;
  /** Mean squared error of the last θ on the test set. */
  readonly testLoss: number;
  /** First epoch at which θ or a loss is not finite; null when there is none. */
  readonly divergedAt: number | null;
}
