import type { Theta } from './training.ts';

export type Verdict = 'converged' | 'learning' | 'crawling' | 'oscillating' | 'diverged';

/** Why a run went as it did, from its own data and path. */
export interface Diagnosis {
  readonly verdict: Verdict;
  /** The exact answer that gradient descent heads for, with its standard errors. */
  readonly leastSquares: Theta & {
    readonly wError: number;
    readonly bError: number;
    /** Mean squared error of the least-squares line on the training data: the lowest possible loss. */
    readonly loss: number;
  };
  /** Of the loss's Hessian 2/n·XᵀX: its curvature along the steepest and the flattest direction. */
  readonly eigenvalues: { readonly max: number; readonly min: number };
  /** 2/λmax: full-batch descent diverges above it. */
  readonly learningRateLimit: number;
  /**
   * How far θ ended from the least-squares answer, in standard errors: of that combination of w and b in which it
   * is farthest. 1 costs a loss of s²/n more than the lowest, s² being the variance of the residuals.
   */
  readonly distance: number;
  /** For `learning` and `crawling`: about how many more epochs until `converged`. */
  readonly moreEpochs: number | null;
  /** For `oscillating`: steps that overshoot (λmax·lr > 1), or small batches that each pull elsewhere. */
  readonly cause: 'overshoot' | 'batches' | null;
  /** For `diverged`: the epoch from which on the loss was always well above the lowest that it had reached. */
  readonly divergedAt: number | null;
  /** For `diverged`: the largest learning rate that would not have, with these batches; two significant digits. */
  readonly workingLearningRate: number | null;
}
