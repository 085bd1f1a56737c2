import type { Call } from '../command/call.ts';
import type { Locale } from '../locales/locale.ts';
import { words } from '../locales/words.ts';
import type { Diagnosis } from '../regression/diagnosis.ts';
import { BOUNDS, mostEpochs } from '../regression/hyperparameters.ts';
import type { Hyperparameters } from '../regression/training.ts';
import type { Text } from '../reply/text.ts';
import { roundLearningRate, trainCall } from './train-call.ts';

/** A diagnosis in a beginner's words, with one command to try next. */
export interface Explanation {
  readonly headline: Text;
  readonly reason: Text;
  /** Introduces `next`. */
  readonly invitation: Text;
  readonly next: Call;
}

/** @param id the run's id, which `next` may go on from */
export function explainRun(id: string, h: Hyperparameters, d: Diagnosis, locale: Locale): Explanation {
  const w = words[locale].verdict;
  const { max: steep, min: flat } = d.eigenvalues;
  const limit = d.learningRateLimit;
  const learningRate = h.learningRate;
  const calm = calmLearningRate(h, limit);
  const withLearningRate = (lr: number) => trainCall({ ...h, learningRate: roundLearningRate(lr) });

  switch (d.verdict) {
    case 'converged':
      return {
        headline: w.converged.headline(),
        reason: h.noise === 0 ? w.converged.exact() : w.converged.reason(d),
        invitation: w.converged.next(),
        next: trainCall({ ...h, epochs: Math.ceil(h.epochs / 2) }),
      };
    case 'learning': {
      const moreEpochs = roundUp(d.moreEpochs ?? h.epochs);
      const fits = moreEpochs <= 10 * h.epochs && h.epochs + moreEpochs <= mostEpochs(h);
      return {
        headline: w.learning.headline(),
        reason: w.learning.reason({ moreEpochs, flat, steep }),
        invitation: fits ? w.learning.next() : w.learning.nextFaster(),
        next: fits
          ? { command: 'continue', options: { run: id, epochs: moreEpochs } }
          : withLearningRate(calm),
      };
    }
    case 'crawling':
      return {
        headline: w.crawling.headline(),
        reason: w.crawling.reason({ learningRate, limit, moreEpochs: d.moreEpochs ?? BOUNDS.epochs.max }),
        invitation: w.crawling.next(),
        next: withLearningRate(calm),
      };
    case 'oscillating':
      return {
        headline: w.oscillating.headline(),
        reason:
          d.cause === 'batches'
            ? w.oscillating.batches({ learningRate, batch: h.batch })
            : w.oscillating.overshoot({ learningRate, curvature: steep, limit }),
        invitation: w.oscillating.next(),
        next: withLearningRate(Math.min(calm, learningRate / 2)),
      };
    case 'diverged': {
      const working = d.workingLearningRate ?? limit;
      const facts = { learningRate, limit, working, batch: h.batch };
      return {
        headline: w.diverged.headline({ epoch: d.divergedAt ?? h.epochs }),
        reason: learningRate > limit ? w.diverged.reason(facts) : w.diverged.reasonBatches(facts),
        invitation: w.diverged.next(),
        next: withLearningRate(Math.min(calm, working / 2)),
      };
    }
    default:
      return d.verdict satisfies never;
  }
}

/** Up to two significant digits: 1,234 → 1,300. An estimate should look like one. */
function roundUp(epochs: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, epochs))) - 1);
  return Math.ceil(epochs / unit) * unit;
}

/**
 * A learning rate that gets there without a fuss. Small batches disagree about where the minimum is, and θ wanders
 * about it by an amount that grows with learning rate / batch, so they want smaller steps than the limit alone says.
 */
function calmLearningRate({ batch, samples }: Hyperparameters, limit: number): number {
  return batch === samples ? limit / 2 : (limit / 16) * Math.min(1, batch / 8);
}
