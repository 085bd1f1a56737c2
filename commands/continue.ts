import { defineCommand } from '../src/command/define-command.ts';
import { LearnerError } from '../src/command/learner-error.ts';
import { option } from '../src/command/option.ts';
import { BOUNDS, mostEpochs } from '../src/regression/hyperparameters.ts';
import { chooseRun } from '../src/tutor/choose-run.ts';
import { suggestRuns } from '../src/tutor/suggest-runs.ts';
import { trainCall } from '../src/tutor/train-call.ts';
import { trainRun } from '../src/tutor/train-run.ts';

/**
 * Everything random comes from the seed, so a run with more epochs is the old run gone on: it repeats the old
 * path, as exactly as float32 can, and goes on; the board shows the whole way.
 */
export default defineCommand({
  name: 'continue',
  description: { en: 'Train a run on from where it stopped', zh: '从上次停下的地方接着训练' },
  options: {
    epochs: option.integer({
      description: {
        en: 'How many epochs to add; as many as last time if left out',
        zh: '再训练多少轮；不写就和上次一样多',
      },
      ...BOUNDS.epochs,
    }),
    run: option.text({
      description: { en: 'Which run; your latest if left out', zh: '接着哪一次训练；不写就是你最近的一次' },
      maxLength: 20,
      oneWord: true,
      suggest: suggestRuns,
    }),
  },
  examples: { en: ['continue', 'continue epochs:500'], zh: ['continue', 'continue epochs:500'] },
  async run({ epochs, run: id }, context) {
    const run = await chooseRun(id, { command: 'continue', options: {} }, context);
    const { hyperparameters } = run;
    const added = epochs ?? run.addedEpochs;
    const h = { ...hyperparameters, epochs: hyperparameters.epochs + added };
    const most = mostEpochs(h);
    if (h.epochs > most) {
      const left = Math.max(0, most - hyperparameters.epochs);
      const faster = Math.min(BOUNDS.learningRate.max, hyperparameters.learningRate * 2);
      const remedy =
        left > 0
          ? { command: 'continue', options: { epochs: left, run: run.id } }
          : trainCall({ ...hyperparameters, learningRate: faster });
      throw new LearnerError({ code: 'too-many-epochs', trained: hyperparameters.epochs, left }, [remedy]);
    }
    return trainRun(h, { continues: run.id, addedEpochs: added }, context);
  },
});
