import type { Call } from '../command/call.ts';
import { DEFAULTS } from '../regression/hyperparameters.ts';
import type { Hyperparameters } from '../regression/training.ts';

/** The shortest `/train` command that repeats a run exactly: its seed, and what differs from the defaults. */
export function trainCall(h: Hyperparameters): Call {
  const options: Record<string, string | number> = {};
  if (h.epochs !== DEFAULTS.epochs) options.epochs = h.epochs;
  if (h.learningRate !== DEFAULTS.learningRate) options.lr = h.learningRate;
  if (h.batch === h.samples) options.batch = 'full';
  else if (h.batch !== DEFAULTS.batch) options.batch = h.batch;
  if (h.samples !== DEFAULTS.samples) options.samples = h.samples;
  if (h.noise !== DEFAULTS.noise) options.noise = h.noise;
  options.seed = h.seed;
  return { command: 'train', options };
}

/** Two significant digits: how a person would write a learning rate. */
export function roundLearningRate(learningRate: number): number {
  return Number(learningRate.toPrecision(2));
}
