import type { Invocation } from '../../src/command/invocation.ts';
import { LearnerError } from '../../src/command/learner-error.ts';
import type { Answer, Theta } from '../../src/command/theta.ts';
import type { Block, Reply } from '../../src/reply/reply.ts';
import { text } from '../../src/reply/text.ts';

/** The smallest PNG there is: one pixel. */
export const PNG = new Uint8Array(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
);

export interface TinyTheta extends Theta {
  /** Every invocation that was answered, in order. */
  readonly invocations: Invocation[];
  /** Slow work waits for this. */
  work: Promise<void>;
}

/**
 * A Theta with three commands: `train` is slow, shows θ and a picture to everyone, and has one button; `faq` says at
 * once what it was asked; `lost` finds a mistake after having begun. All else is a mistake.
 */
export function createTinyTheta(prefix = ''): TinyTheta {
  const invocations: Invocation[] = [];
  const theta: TinyTheta = {
    commands: [],
    prefix,
    invocations,
    work: Promise.resolve(),
    suggest: async () => [],
    explain: async (error) =>
      error instanceof LearnerError
        ? mistake(error.mistake.code)
        : {
            audience: 'asker',
            error: { code: 'fault' },
            blocks: [{ kind: 'text', text: text`${String(error)}` }],
          },
    async answer(invocation): Promise<Answer> {
      invocations.push(invocation);
      const line = lineOf(invocation);
      const zh = invocation.locale === 'zh';
      const progress = zh ? '正在训练…' : 'Training…';
      if (line.startsWith('train')) {
        return {
          kind: 'slow',
          audience: 'everyone',
          progress,
          finish: () => theta.work.then(() => trained(line, zh)),
        };
      }
      if (line.startsWith('lost')) {
        return {
          kind: 'slow',
          audience: 'everyone',
          progress,
          finish: async () => mistake('lost on the way'),
        };
      }
      if (line.startsWith('faq')) {
        return { kind: 'instant', reply: { audience: 'everyone', blocks: [words(line.slice(4))] } };
      }
      return { kind: 'instant', reply: mistake(line) };
    },
  };
  return theta;
}

function lineOf({ input }: Invocation): string {
  if ('text' in input) return input.text;
  return 'button' in input ? input.button : input.command;
}

function words(said: string): Block {
  return { kind: 'text', text: text`You asked: **${said}**` };
}

function trained(line: string, zh: boolean): Reply {
  return {
    audience: 'everyone',
    blocks: [
      { kind: 'text', text: zh ? text`训练好了：${line}` : text`Trained: ${line}` },
      { kind: 'fields', fields: [{ name: 'θ', value: text`\`y = 1.98x + 1.01\`` }] },
      { kind: 'picture', images: [{ name: 'theta-board.png', png: PNG }], alt: 'The line fits the points.' },
      { kind: 'buttons', buttons: [{ label: 'Train on', id: 'train on', command: '/train' }] },
    ],
  };
}

function mistake(line: string): Reply {
  return {
    audience: 'asker',
    error: { code: 'unknown-command' },
    blocks: [
      { kind: 'text', text: text`I don’t know “${line}”.` },
      { kind: 'buttons', buttons: [{ label: '/train', id: 'train remedy', command: '/train' }] },
    ],
  };
}
