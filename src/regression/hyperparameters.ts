import type { Hyperparameters } from './training.ts';

/** The article's example. The seed is drawn when none is given. */
export const DEFAULTS: Omit<Hyperparameters, 'seed'> = {
  epochs: 1000,
  learningRate: 0.01,
  batch: 32,
  samples: 100,
  noise: 0.1,
};

/** What is allowed, ends included, but for a learning rate of 0. A batch has at most all the samples. */
export const BOUNDS = {
  epochs: { min: 1, max: 100_000 },
  learningRate: { min: 0, max: 10 },
  batch: { min: 1, max: 10_000 },
  samples: { min: 10, max: 10_000 },
  noise: { min: 0, max: 10 },
  seed: { min: 0, max: 2 ** 32 - 1 },
} as const satisfies Record<keyof Hyperparameters, { min: number; max: number }>;

/** What a step costs beside its points, in points: measured on the slower backend by bench/training.ts. */
const STEP = 20;

/** In points: about a second of CPU, two where others work beside it. */
const LIMIT = 27_000_000;

/** A run that is too long: its work in points visited (a step counts as several), and what would make it fit. */
export interface ExcessWork {
  readonly work: number;
  readonly limit: number;
  /** The most epochs that fit with the other hyperparameters as they are. */
  readonly epochs: number;
}

type Sizes = Pick<Hyperparameters, 'epochs' | 'batch' | 'samples'>;

/** The points to visit. Full-batch descent visits each once: it repeats one map of θ, however many the epochs. */
export function workOf({ epochs, batch, samples }: Sizes): number {
  return batch === samples ? samples + epochs : epochs * workOfEpoch(batch, samples);
}

/** Null when a run is short enough to take about two seconds and 200 MB at most. */
export function checkWork(h: Sizes): ExcessWork | null {
  const work = workOf(h);
  if (work <= LIMIT) return null;
  return { work, limit: LIMIT, epochs: Math.floor(LIMIT / workOfEpoch(h.batch, h.samples)) };
}

/** Training rounds the steps of an epoch up to a power of 2. */
/** How many epochs a run can have at most, with its other hyperparameters as they are. */
export function mostEpochs(h: Pick<Hyperparameters, 'batch' | 'samples'>): number {
  return Math.min(
    BOUNDS.epochs.max,
    checkWork({ ...h, epochs: BOUNDS.epochs.max })?.epochs ?? BOUNDS.epochs.max,
  );
}

function workOfEpoch(batch: number, samples: number): number {
  return 2 ** Math.ceil(Math.log2(samples / batch)) * (batch + STEP);
}
