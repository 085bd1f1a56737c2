import type { Call } from '../command/call.ts';
import type { Context } from '../command/define-command.ts';
import { LearnerError } from '../command/learner-error.ts';
import type { Run } from '../store/store.ts';
import { roundLearningRate, trainCall } from './train-call.ts';

/** Far enough below the limit of any batch size (about 0.5 for single points). */
const SAFE_LEARNING_RATE = 0.1;

/**
 * The run that a learner means: by id any run in their space, without one their own latest.
 * @param withoutId what to try when there is no such run
 * @throws LearnerError when there is none, or when it diverged
 */
export async function chooseRun(
  id: string | undefined,
  withoutId: Call,
  { asker, services }: Context,
): Promise<Run> {
  const run =
    id === undefined
      ? (await services.store.recentRuns(asker, 1))[0]
      : await services.store.findRun(asker.space, id.toLowerCase());
  if (!run) {
    if (id === undefined) {
      throw new LearnerError({ code: 'nothing-trained' }, [{ command: 'train', options: {} }]);
    }
    throw new LearnerError({ code: 'unknown-run', id }, [withoutId]);
  }
  if (run.verdict === 'diverged') {
    const { hyperparameters: h } = run;
    const learningRate = Math.min(SAFE_LEARNING_RATE, roundLearningRate(h.learningRate / 10));
    throw new LearnerError({ code: 'run-diverged', id: run.id }, [trainCall({ ...h, learningRate })]);
  }
  return run;
}
