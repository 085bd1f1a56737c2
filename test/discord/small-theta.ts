import { deflateSync } from 'node:zlib';
import { type Command, defineCommand } from '../../src/command/define-command.ts';
import type { Invocation } from '../../src/command/invocation.ts';
import { option } from '../../src/command/option.ts';
import type { Answer, Theta, Typing } from '../../src/command/theta.ts';
import type { Block, Reply } from '../../src/reply/reply.ts';
import { text } from '../../src/reply/text.ts';

/** Eight bytes of signature are enough of a PNG for who only carries it. */
export const PNG = new Uint8Array([
  0x89,
  0x50,
  0x4e,
  0x47,
  0x0d,
  0x0a,
  0x1a,
  0x0a,
  ...deflateSync(Buffer.alloc(64)),
]);

const unanswered = { examples: { en: [], zh: [] }, run: () => Promise.reject(new Error('never run')) };

export const COMMANDS: readonly Command[] = [
  defineCommand({
    name: 'train',
    description: { en: 'Train a line', zh: '训练一条直线' },
    options: {
      epochs: option.integer({
        description: { en: 'Epochs', zh: '轮次' },
        min: 1,
        max: 100_000,
        fallback: 1000,
      }),
      lr: option.number({
        description: { en: 'Learning rate', zh: '学习率' },
        min: 0,
        max: 10,
        aboveMin: true,
      }),
      batch: option.integer({ description: { en: 'Batch', zh: '批量' }, min: 1, max: 10_000, word: 'full' }),
    },
    ...unanswered,
  }),
  defineCommand({
    name: 'predict',
    description: { en: 'Predict y', zh: '预测 y' },
    options: {
      x: option.numbers({ description: { en: 'x', zh: 'x' }, min: -10, max: 10, most: 20, required: true }),
      run: option.integer({ description: { en: 'Run', zh: '训练' }, min: 1, max: 99, suggest: () => [] }),
    },
    ...unanswered,
  }),
  defineCommand({
    name: 'faq',
    description: { en: 'Ask', zh: '提问' },
    options: {
      question: option.text({
        description: { en: 'Question', zh: '问题' },
        maxLength: 500,
        suggest: () => [],
      }),
    },
    ...unanswered,
  }),
];

/** A Theta that answers as told, and remembers what it was asked. */
export class SmallTheta implements Theta {
  readonly commands = COMMANDS;
  readonly prefix: string;
  readonly asked: Invocation[] = [];
  readonly typed: Typing[] = [];
  next: (invocation: Invocation) => Answer | Promise<Answer> = () => instant(say('hello'));

  constructor(prefix = '') {
    this.prefix = prefix;
  }

  async answer(invocation: Invocation): Promise<Answer> {
    this.asked.push(invocation);
    return this.next(invocation);
  }

  async suggest(typing: Typing) {
    this.typed.push(typing);
    const rows = Array.from({ length: 30 }, (_, i) => ({
      label: `${typing.typed}${i} ${'x'.repeat(120)}`,
      value: `${i}`,
    }));
    return [{ label: 'too long a value', value: 'v'.repeat(101) }, ...rows];
  }
}

export function say(words: string, ...more: Block[]): Reply {
  return { audience: 'everyone', blocks: [{ kind: 'text', text: text`${words}` }, ...more] };
}

export function instant(reply: Reply): Answer {
  return { kind: 'instant', reply };
}

export function slow(finish: () => Promise<Reply>, audience: Reply['audience'] = 'everyone'): Answer {
  return { kind: 'slow', audience, progress: 'Training…', finish };
}

/** A board as /train answers it: words, numbers, a picture, buttons. */
export const BOARD: Reply = {
  audience: 'everyone',
  blocks: [
    { kind: 'text', text: text`**y = 2.01x + 0.99** after 1000 epochs` },
    {
      kind: 'fields',
      fields: [
        { name: 'Loss', value: text`0.0101` },
        { name: 'Seed', value: text`\`7\`` },
        { name: 'Line', value: text`**y = 2x + 1**\nexactly` },
      ],
    },
    { kind: 'picture', images: [{ name: 'board.png', png: PNG }], alt: 'The line lies on the points.' },
    {
      kind: 'buttons',
      buttons: ['Train on', 'lr × 10', 'lr ÷ 10', 'Predict', 'Help', 'Again'].map((label, i) => ({
        label,
        id: `train?epochs=${i + 1}`,
        command: `/train epochs:${i + 1}`,
      })),
    },
  ],
};
