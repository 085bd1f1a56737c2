import type { Locale } from '../locales/locale.ts';

export type Theme = 'light' | 'dark';

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Parameters {
  readonly w: number;
  readonly b: number;
}

/**
 * The mean squared error of a data set as a function of θ, from its moments:
 * J(w, b) = w²·xx + 2wb·x + b² − 2w·xy − 2b·y + yy, each the mean of that product over the data.
 */
export interface Moments {
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
}

interface Drawn {
  readonly locale: Locale;
  readonly theme: Theme;
}

/** A whole training run: data and line, loss per epoch, path of θ. All series are already thinned for drawing. */
export interface Board extends Drawn {
  readonly kind: 'board';
  readonly learningRate: number;
  /** Epochs that were asked for; a diverged run ends earlier. */
  readonly epochs: number;
  readonly train: readonly Point[];
  readonly validation: readonly Point[];
  /** The learned line, or for a diverged run the last finite one. */
  readonly theta: Parameters;
  /** By epoch, from 0 (before training) to the last finite one; mean squared errors. */
  readonly losses: readonly { readonly epoch: number; readonly train: number; readonly validation: number }[];
  /** θ by epoch, from 0 to the last finite one. Holds every epoch that is worth a mark (1, 10, 100 …, the last). */
  readonly path: readonly ({ readonly epoch: number } & Parameters)[];
  /** The training data's loss surface, and its least-squares minimum. */
  readonly surface: Moments;
  readonly minimum: Parameters & { readonly loss: number };
  /** First epoch at which θ or a loss is no finite number any more; null when there is none. */
  readonly divergedAt: number | null;
  /** The loss grew without bound, even if it is still finite: the panels say so. */
  readonly diverged: boolean;
}

/** A fitted line with its training points, the predictions on it and their 95 % intervals. */
export interface Predictions extends Drawn {
  readonly kind: 'predictions';
  readonly train: readonly Point[];
  readonly theta: Parameters;
  /** The line that the data came from: y = 2x + 1. */
  readonly truth: Parameters;
  readonly predictions: readonly (Point & { readonly low: number; readonly high: number })[];
}

export type Chart = Board | Predictions;

/** What drawing yields: one PNG from the embedded renderer; from a QuickChart server perhaps several. */
export interface Image {
  /** A file name, `theta-board.png`: letters, digits, hyphens. */
  readonly name: string;
  readonly png: Uint8Array;
}
