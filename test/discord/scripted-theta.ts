import { deflateSync } from 'node:zlib';
import { type Logger, pino } from 'pino';
import { createTheta } from '../../src/command/create-theta.ts';
import type { Invocation } from '../../src/command/invocation.ts';
import type { Services } from '../../src/command/services.ts';
import type { Answer, Theta, Typing } from '../../src/command/theta.ts';
import type { Block, Reply } from '../../src/reply/reply.ts';
import { text } from '../../src/reply/text.ts';
import { COMMANDS } from '../small-theta.ts';

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

/** A Theta that answers as told, explains as the real one does, and remembers what it was asked. */
export class ScriptedTheta implements Theta {
  readonly commands = COMMANDS;
  readonly prefix: string;
  readonly explain: Theta['explain'];
  readonly asked: Invocation[] = [];
  readonly typed: Typing[] = [];
  next: (invocation: Invocation) => Answer | Promise<Answer> = () => instant(say('hello'));

  constructor({ prefix = '', log = pino({ level: 'silent' }) }: { prefix?: string; log?: Logger } = {}) {
    this.prefix = prefix;
    // Explaining asks no service, as long as no remedy is too long for a button.
    const services = { commands: COMMANDS, prefix } as Services;
    this.explain = createTheta(services, { theme: 'light', log }).explain;
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
