import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';
import { createGenerator, type Stream } from './random.ts';
import type { Data, DataSet, Hyperparameters, Theta } from './training.ts';

/** The line that the data comes from: y = 2x + 1, before noise. */
export const TRUTH: Theta = { w: 2, b: 1 };

/** Points in each of the validation and the test set. */
export const HELD_OUT = 50;

/**
 * Training, validation and test data: x ~ U[0, 1), y = 2x + 1 + noise·N(0, 1), rounded to float32. With one
 * seed, more samples keep the points that were there, and another noise scales the same deviations.
 */
export function generateData({
  samples,
  noise,
  seed,
}: Pick<Hyperparameters, 'samples' | 'noise' | 'seed'>): Data {
  const draw = (stream: Stream, size: number) => drawPoints(seed, stream, size, noise);
  return {
    train: draw('train', samples),
    validation: draw('validation', HELD_OUT),
    test: draw('test', HELD_OUT),
  };
}

/** Where training starts: w by Glorot's uniform rule (±√(6 / (1 input + 1 output))), b = 0, as a dense unit in Keras. */
export function initialTheta(seed: number): Theta {
  const u = uniformFloat32(createGenerator(seed, 'theta'));
  return { w: Math.fround((2 * u - 1) * Math.sqrt(3)), b: 0 };
}

function drawPoints(seed: number, stream: Stream, size: number, noise: number): DataSet {
  const generator = createGenerator(seed, stream);
  const x = new Float32Array(size);
  const y = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    x[i] = uniformFloat32(generator);
    // Box–Muller; 1 − u is never 0.
    const radius = Math.sqrt(-2 * Math.log(1 - uniformFloat32(generator)));
    const normal = radius * Math.cos(2 * Math.PI * uniformFloat32(generator));
    y[i] = TRUTH.w * x[i]! + TRUTH.b + noise * normal;
  }
  return { x, y };
}
