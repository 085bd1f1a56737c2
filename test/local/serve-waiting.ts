import { onTestFinished } from 'vitest';
import { type Command, defineCommand } from '../../src/command/define-command.ts';
import type { Bounds } from '../../src/listen.ts';
import { text } from '../../src/reply/text.ts';
import { createSmallTheta } from '../small-theta.ts';
import { servePage } from './serve-page.ts';

/** The page until the test ends, with one command more: `wait` answers when it is let go, with as many words as asked. */
export async function serveWaiting(bounds: Partial<Bounds> = {}) {
  const waiting: (() => void)[] = [];
  let length = 1;
  const wait: Command = defineCommand({
    name: 'wait',
    description: { en: 'Wait', zh: '等' },
    options: {},
    examples: { en: ['wait'], zh: ['wait'] },
    run: async () => ({
      audience: 'everyone',
      progress: 'Waiting',
      finish: async () => {
        await new Promise<void>((resolve) => waiting.push(resolve));
        return { audience: 'everyone', blocks: [{ kind: 'text', text: text`${'x'.repeat(length)}` }] };
      },
    }),
  });
  const theta = createSmallTheta();
  const waiter = createSmallTheta([wait]);
  const both = {
    ...theta,
    answer: (asked: Parameters<typeof theta.answer>[0]) =>
      'text' in asked.input && asked.input.text === '/wait' ? waiter.answer(asked) : theta.answer(asked),
  };
  const server = await servePage(both, { bounds });
  onTestFinished(server.stop);
  return {
    url: server.url,
    waiting,
    answerWith: (words: number) => {
      length = words;
    },
    letGo: () => {
      for (const resolve of waiting.splice(0)) resolve();
    },
  };
}
