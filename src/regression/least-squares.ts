import type { DataSet, Theta } from './training.ts';
import { factorize, type TriangularFactor } from './triangular-factor.ts';

/** The line with the lowest mean squared error, and how well the data determine it. */
export interface LeastSquares extends Theta {
  /** Standard errors of w and b. */
  readonly wError: number;
  readonly bError: number;
  /** Standard deviation of the residuals, estimated with n − 2 degrees of freedom. */
  readonly deviation: number;
  /** Mean squared error on the data. */
  readonly loss: number;
}

/**
 * Ordinary least squares from R of [x 1 y] = Q·R: R's first two columns give the normal equations in triangular form, its
 * last entry the residuals' length; Var θ = s²·(XᵀX)⁻¹ = s²·R⁻¹R⁻ᵀ. (Draper and Smith, "Applied Regression
 * Analysis", 3rd ed. 1998, chapters 1 and 5; Golub and Van Loan, "Matrix Computations", §5.3.)
 * @param size number of points, at least 3
 */
export function solveLeastSquares(
  [[r11, r12, r13], [r22, r23], [r33]]: TriangularFactor,
  size: number,
): LeastSquares {
  const b = r23 / r22;
  const deviation = r33 / Math.sqrt(size - 2);
  return {
    w: (r13 - r12 * b) / r11,
    b,
    wError: (deviation / r11) * Math.hypot(1, r12 / r22),
    bError: deviation / r22,
    deviation,
    loss: r33 ** 2 / size,
  };
}

/** Eigenvalues and unit eigenvectors of the loss's Hessian 2/n·XᵀX: its steepest and its flattest direction. */
export interface Curvature {
  readonly max: number;
  readonly min: number;
  /** Direction (w, b) of `max`; that of `min` is at right angles to it. */
  readonly steepest: Theta;
}

export function curvatureOf([[r11, r12], [r22]]: TriangularFactor, size: number): Curvature {
  const ww = (2 / size) * r11 ** 2;
  const wb = (2 / size) * r11 * r12;
  const bb = (2 / size) * (r12 ** 2 + r22 ** 2);
  const max = (ww + bb + Math.hypot(ww - bb, 2 * wb)) / 2;
  const length = Math.hypot(wb, max - ww);
  return {
    max,
    // det = λmax·λmin, exact where the difference of nearly equal numbers would not be.
    min: ((2 / size) * r11 * r22) ** 2 / max,
    steepest: { w: wb / length, b: (max - ww) / length },
  };
}

/** A predicted value, and the interval that holds a new observation in 95 of 100 cases. */
export interface Prediction {
  readonly y: number;
  readonly low: number;
  readonly high: number;
}

/**
 * What the line θ predicts, with ŷ ± t·s·√(1 + h(x)): the prediction interval of a simple linear regression (Draper and
 * Smith, §1.4 and §3.1), h(x) = (x 1)(XᵀX)⁻¹(x 1)ᵀ. Its width is that of the least-squares line on the training data:
 * the best case for a θ that has not converged.
 */
export function predict(train: DataSet, theta: Theta, xs: readonly number[]): Prediction[] {
  const size = train.x.length;
  const factor = factorize(train);
  const [[r11, r12], [r22]] = factor;
  const { deviation } = solveLeastSquares(factor, size);
  const t = quantile975(size - 2);
  return xs.map((x) => {
    const leverage = Math.hypot(x / r11, (1 - (r12 * x) / r11) / r22) ** 2;
    const y = theta.w * x + theta.b;
    const margin = t * deviation * Math.sqrt(1 + leverage);
    return { y, low: y - margin, high: y + margin };
  });
}

/**
 * The 97.5 % quantile of Student's t, by its asymptotic expansion around the normal one (Abramowitz and Stegun,
 * "Handbook of Mathematical Functions", 26.7.5). Within 1e-4 from 6 degrees of freedom on.
 */
export function quantile975(degrees: number): number {
  const z = 1.959963984540054;
  const terms = [
    z,
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160,
  ];
  return terms.reduce((sum, term, i) => sum + term / degrees ** i, 0);
}
