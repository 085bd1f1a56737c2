import type { Diagnosis } from './diagnosis.ts';
import { createDistance, WITHIN_NOISE } from './distance.ts';
import { BOUNDS } from './hyperparameters.ts';
import { curvatureOf, solveLeastSquares } from './least-squares.ts';
import { createStability, FAILED } from './stability.ts';
import type { Data, Hyperparameters, Training } from './training.ts';
import { factorize } from './triangular-factor.ts';

/** A loss has visibly grown above this many times the lowest of its run. */
const GROWN = 2;

type Judgement = Pick<Diagnosis, 'verdict'> & Partial<Diagnosis>;

/** Says from a run's own data and path why it went as it did. */
export function diagnose(h: Hyperparameters, data: Data, training: Training): Diagnosis {
  const factor = factorize(data.train);
  const leastSquares = solveLeastSquares(factor, h.samples);
  const curvature = curvatureOf(factor, h.samples);
  const stability = createStability(h, data.train, factor);
  const distance = createDistance(h, leastSquares, curvature);
  const last = training.w.length - 1;
  const start = distance.offsetOf({ w: training.w[0]!, b: training.b[0]! });
  const end = distance.offsetOf({ w: training.w[last]!, b: training.b[last]! });

  const judge = (): Judgement => {
    const { trainLoss } = training;
    const grows = stability.grows(h.learningRate);
    const divergedAt = findDeparture(trainLoss);
    if (
      training.divergedAt !== null ||
      trainLoss[last]! > FAILED * trainLoss[0]! ||
      (grows && divergedAt <= last)
    ) {
      return { verdict: 'diverged', divergedAt, workingLearningRate: stability.findWorkingLearningRate() };
    }
    const overshoots = h.learningRate * curvature.max > 1;
    if (grows) return { verdict: 'oscillating', cause: overshoots ? 'overshoot' : 'batches' };
    if (end.length <= WITHIN_NOISE) return { verdict: 'converged' };
    // Without the pull of single batches θ would be much nearer by now: more epochs won't help.
    if (distance.after(last, start).length < end.length / 2)
      return { verdict: 'oscillating', cause: 'batches' };
    if (overshoots && end.steep > end.flat) return { verdict: 'oscillating', cause: 'overshoot' };
    const moreEpochs = distance.epochsToGo(end);
    return { verdict: last + moreEpochs > BOUNDS.epochs.max ? 'crawling' : 'learning', moreEpochs };
  };

  return {
    leastSquares,
    eigenvalues: { max: curvature.max, min: curvature.min },
    learningRateLimit: 2 / curvature.max,
    distance: end.length,
    moreEpochs: null,
    cause: null,
    divergedAt: null,
    workingLearningRate: null,
    ...judge(),
  };
}

/** The epoch from which on the loss stayed well above the lowest of its run; past the end when it did not. */
function findDeparture(loss: Float32Array): number {
  const lowest = loss.reduce((a, b) => Math.min(a, b));
  return loss.findLastIndex((value) => value <= GROWN * lowest) + 1;
}
