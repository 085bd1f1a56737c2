import { createCanvas } from '@napi-rs/canvas';
import { pino } from 'pino';
import { createTheta } from '../src/command/create-theta.ts';
import { type Command, defineCommand } from '../src/command/define-command.ts';
import { option } from '../src/command/option.ts';
import type { Services } from '../src/command/services.ts';
import type { Theta } from '../src/command/theta.ts';
import { text } from '../src/reply/text.ts';

const TOPICS = ['jobs', 'loss', 'learning-rate'];

const train = defineCommand({
  name: 'train',
  description: { en: 'Train a line', zh: '训练一条直线' },
  options: {
    epochs: option.integer({
      description: { en: 'Rounds', zh: '轮次' },
      min: 1,
      max: 100_000,
      fallback: 1000,
    }),
    lr: option.number({
      description: { en: 'Learning rate', zh: '学习率' },
      min: 0,
      max: 10,
      aboveMin: true,
      fallback: 0.01,
    }),
    batch: option.integer({
      description: { en: 'Points a step', zh: '每步点数' },
      min: 1,
      max: 100,
      word: 'full',
    }),
  },
  examples: { en: ['train'], zh: ['train'] },
  run: async ({ epochs, lr }) => ({
    audience: 'everyone',
    progress: `Training ${epochs} epochs`,
    finish: async () => ({
      audience: 'everyone',
      blocks: [
        { kind: 'text', text: text`**Done** with \`lr:${lr}\`` },
        { kind: 'fields', fields: [{ name: 'Line', value: text`y = 2x + 1` }] },
        // What is drawn doesn't matter here: `draw` below paints a plain rectangle.
        { kind: 'chart', chart: {} as never, alt: 'A line through points' },
        {
          kind: 'buttons',
          buttons: [{ label: 'Twice as long', call: { command: 'train', options: { epochs: epochs * 2 } } }],
        },
      ],
    }),
  }),
});

const ask = defineCommand({
  name: 'ask',
  description: { en: 'Ask about a topic', zh: '问一个话题' },
  options: {
    question: option.text({
      description: { en: 'Your question', zh: '你的问题' },
      required: true,
      maxLength: 500,
      suggest: ({ typed }) =>
        TOPICS.filter((t) => t.includes(typed)).map((t) => ({ label: `About ${t}`, value: t })),
    }),
  },
  examples: { en: ['ask jobs'], zh: ['ask jobs'] },
  run: async ({ question }, { asker, theme, locale }) => ({
    audience: 'asker',
    blocks: [
      { kind: 'text', text: text`You asked: **${question}** (${asker.learner}, ${theme}, ${locale})` },
    ],
  }),
});

const fail = defineCommand({
  name: 'fail',
  description: { en: 'Fail', zh: '出错' },
  options: {},
  examples: { en: ['fail'], zh: ['fail'] },
  run: async () => {
    throw new Error('secret detail');
  },
});

const predict = defineCommand({
  name: 'predict',
  description: { en: 'Predict', zh: '预测' },
  options: {
    x: option.numbers({ description: { en: 'Where', zh: '哪里' }, required: true, min: -9, max: 9, most: 3 }),
    run: option.text({
      description: { en: 'Which run', zh: '哪一次' },
      maxLength: 20,
      oneWord: true,
      suggest: () => [{ label: 'abc, the latest', value: 'abc' }],
    }),
  },
  examples: { en: ['predict x:0.3'], zh: ['predict x:0.3'] },
  run: async ({ x }) => ({
    audience: 'everyone',
    blocks: [{ kind: 'text', text: text`${x.join(' and ')}` }],
  }),
});

export const COMMANDS: readonly Command[] = [train, ask, fail, predict];

/** The real way from a line to a reply, with four small commands and a rectangle for every picture. */
export function createSmallTheta(commands = COMMANDS): Theta {
  const png = new Uint8Array(createCanvas(1200, 675).toBuffer('image/png'));
  const services = { commands, prefix: '', work: { draw: async () => [{ name: 'theta-board.png', png }] } };
  // The commands above keep nothing and train nothing, so there is no store, backend or knowledge to ask.
  return createTheta(services as unknown as Services, { theme: 'light', log: pino({ level: 'silent' }) });
}
