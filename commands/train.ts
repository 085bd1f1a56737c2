import { defineCommand } from '../src/command/define-command.ts';
import { LearnerError } from '../src/command/learner-error.ts';
import { option } from '../src/command/option.ts';
import { BOUNDS, checkWork, DEFAULTS } from '../src/regression/hyperparameters.ts';
import { trainCall } from '../src/tutor/train-call.ts';
import { trainRun } from '../src/tutor/train-run.ts';

export default defineCommand({
  name: 'train',
  description: {
    en: 'Train a line by gradient descent, see the picture, and learn why it went as it did',
    zh: '用梯度下降训练一条直线，看图，弄懂为什么会这样',
  },
  options: {
    epochs: option.integer({
      description: { en: 'How often to go through all the data', zh: '把全部数据过多少遍（轮次）' },
      aliases: ['轮次', '轮数'],
      ...BOUNDS.epochs,
      fallback: DEFAULTS.epochs,
    }),
    lr: option.number({
      description: { en: 'Learning rate α: how far each step goes', zh: '学习率 α：每一步迈多大' },
      aliases: ['学习率', 'α'],
      ...BOUNDS.learningRate,
      aboveMin: true,
      fallback: DEFAULTS.learningRate,
    }),
    batch: option.integer({
      description: {
        en: 'Points per step, or “full” for all of them',
        zh: '每一步用多少个点，“full” 表示全部',
      },
      aliases: ['批大小'],
      ...BOUNDS.batch,
      word: 'full',
      suggest: ({ typed }) =>
        ['full', '1', '8', '16', '32', '64']
          .filter((value) => value.startsWith(typed.trim().toLowerCase()))
          .map((value) => ({ label: value, value })),
    }),
    samples: option.integer({
      description: { en: 'Number of training points', zh: '训练数据有多少个点' },
      aliases: ['样本数'],
      ...BOUNDS.samples,
      fallback: DEFAULTS.samples,
    }),
    noise: option.number({
      description: { en: 'Standard deviation of the noise on y', zh: 'y 上噪声的标准差' },
      aliases: ['噪声'],
      ...BOUNDS.noise,
      fallback: DEFAULTS.noise,
    }),
    seed: option.integer({
      description: {
        en: 'Same seed, same data and same result; drawn if left out',
        zh: '种子相同，数据和结果就相同；不写就随机抽取',
      },
      aliases: ['种子'],
      ...BOUNDS.seed,
    }),
  },
  examples: {
    en: ['train', 'train epochs:500 lr:0.1', 'train lr:5', 'train batch:full seed:7'],
    zh: ['train', 'train epochs:500 lr:0.1', 'train lr:5', 'train batch:full seed:7'],
  },
  async run({ epochs, lr, batch, samples, noise, seed }, context) {
    const h = {
      epochs,
      learningRate: lr,
      batch: batch === 'full' ? samples : (batch ?? Math.min(DEFAULTS.batch, samples)),
      samples,
      noise,
      seed: seed ?? context.services.drawSeed(context.id),
    };
    if (h.batch > samples) {
      throw new LearnerError({ code: 'batch-over-samples', batch: h.batch, samples }, [
        trainCall({ ...h, batch: samples }),
      ]);
    }
    const excess = checkWork(h);
    if (excess) {
      throw new LearnerError({ code: 'too-much-work', epochs: excess.epochs, asked: epochs }, [
        trainCall({ ...h, epochs: excess.epochs }),
      ]);
    }
    return trainRun(h, { continues: null, addedEpochs: epochs }, context);
  },
});
