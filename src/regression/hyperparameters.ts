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

/** The cost of a step, in points shuffled and summed: measured on the slower backend, see bench/training.ts. */
const STEP = 80;

/** About two seconds of CPU on a slow machine, in points. */
const LIMIT = 80_000_000;

/** A run that is too long: its work in points visited (a step counts as several), and what would make it fit. */
export interface ExcessWork {
  readonly work: number;
  readonly limit: number;
  /** The most epochs that fit with the other hyperparameters as they are. */
  readonly epochs: number;
}

/** Points to visit. Full-batch descent visits each once: it repeats a single map of θ, however many the epochs. */
export function workOf({ epochs, batch, samples }: Pick<Hyperparameters, 'epochs' | 'batch' | 'samples'>): number {
  return batch === samples ? samples + epochs : epochs * workOfEpoch(batch, samples);
}

/** Null when a run is short enough. */
export function checkWork(h: Pick<Hyperparameters, 'epochs' | 'batch' | 'samples'>): ExcessWork | null {
  const work = workOf(h);
  if (work <= LIMIT) return null;
  return { work, limit: LIMIT, epochs: Math.floor(LIMIT / workOfEpoch(h.batch, h.samples)) };
}

function workOfEpoch(batch: number, samples: number): number {
  return samples + STEP * Math.ceil(samples / batch);
}
