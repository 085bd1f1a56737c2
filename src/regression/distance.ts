import type { Curvature, LeastSquares } from './least-squares.ts';
import type { Hyperparameters, Theta } from './training.ts';

/** A line this near to the least-squares line (root mean square) is there, however little noise: float32's reach. */
const RESOLUTION = 1e-5;

/** So many standard errors are within the noise of the least-squares answer. */
export const WITHIN_NOISE = 2;

/** What to train for, with something to spare for the pull of single batches. */
const GOAL = 0.8 * WITHIN_NOISE;

/** Where a θ lies from the least-squares answer, in standard errors along the loss's steepest and flattest direction. */
export interface Offset {
  readonly steep: number;
  readonly flat: number;
  /** √(steep² + flat²): the standard errors of that combination of w and b in which θ is farthest. */
  readonly length: number;
}

/**
 * Distances from the least-squares answer as the noise of the data sees them, and how gradient descent shrinks them: each
 * step multiplies the offset along an eigenvector of the Hessian by 1 − lr·λ, on average over batches.
 */
export function createDistance(
  { learningRate, batch, samples }: Hyperparameters,
  answer: LeastSquares,
  { max, min, steepest }: Curvature,
) {
  const deviation = Math.max(answer.deviation, RESOLUTION * Math.sqrt(samples));
  // θ has variance s²·(XᵀX)⁻¹, which is s²·2/(n·λ) along an eigenvector.
  const scale = (curvature: number) => Math.sqrt((samples * curvature) / 2) / deviation;
  const offset = (steep: number, flat: number): Offset => ({ steep, flat, length: Math.hypot(steep, flat) });
  const stepsPerEpoch = Math.ceil(samples / batch);
  const decay = (curvature: number) => -stepsPerEpoch * logAbsolute1p(-learningRate * curvature);
  const decays = { steep: decay(max), flat: decay(min) };

  const after = (epochs: number, { steep, flat }: Offset) =>
    offset(steep * Math.exp(-decays.steep * epochs), flat * Math.exp(-decays.flat * epochs));

  return {
    offsetOf({ w, b }: Theta): Offset {
      const [dw, db] = [w - answer.w, b - answer.b];
      return offset(
        Math.abs(dw * steepest.w + db * steepest.b) * scale(max),
        Math.abs(dw * steepest.b - db * steepest.w) * scale(min),
      );
    },
    /** The offset that so many epochs leave, when no batch pulls elsewhere than the whole. */
    after,
    /** The epochs until the offset is well within the noise, for a stable learning rate. */
    epochsToGo(from: Offset): number {
      let [few, enough] = [0, 1];
      while (after(enough, from).length > GOAL && enough < Number.MAX_SAFE_INTEGER / 2) enough *= 2;
      while (enough - few > 1) {
        const middle = Math.floor((few + enough) / 2);
        if (after(middle, from).length > GOAL) few = middle;
        else enough = middle;
      }
      return enough;
    },
  };
}

/** log |1 + x|, exact for tiny x. */
function logAbsolute1p(x: number): number {
  return x > -1 ? Math.log1p(x) : Math.log(-1 - x);
}
