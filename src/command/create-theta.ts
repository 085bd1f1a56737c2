import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Theme } from '../charts/chart.ts';
import type { Locale } from '../locales/locale.ts';
import { wordMistake, words } from '../locales/words.ts';
import type { Block, Draft, DraftBlock, Reply } from '../reply/reply.ts';
import { StoreUnavailable } from '../store/store.ts';
import { fromButtonId, toButtonId } from './button-id.ts';
import { formatCall } from './call.ts';
import type { Command } from './define-command.ts';
import type { Invocation } from './invocation.ts';
import { LearnerError } from './learner-error.ts';
import { findCommand, parseText } from './parse-text.ts';
import type { Services } from './services.ts';
import type { Answer, Theta, Typing } from './theta.ts';
import { validate } from './validate.ts';

const MOST_SUGGESTIONS = 25;

/** What words about an invocation need to know of it. */
type Asked = Pick<Invocation, 'id' | 'locale'>;

/** Theta as adapters know it: invocation in, reply out. The one place where mistakes and faults become words. */
export function createTheta(services: Services, options: { theme: Theme; log: Logger }): Theta {
  const { commands, prefix, store } = services;

  async function answer(invocation: Invocation): Promise<Answer> {
    try {
      const { command, raw } = await understand(invocation);
      const { id, asker, locale, theme = options.theme } = invocation;
      const outcome = await command.run(validate(command, raw), { id, asker, locale, theme, services });
      if (!('finish' in outcome)) return { kind: 'instant', reply: await complete(outcome, invocation) };
      return {
        kind: 'slow',
        audience: outcome.audience,
        progress: outcome.progress,
        async finish() {
          try {
            return await complete(await outcome.finish(), invocation);
          } catch (error) {
            return explain(error, invocation);
          }
        },
      };
    } catch (error) {
      return { kind: 'instant', reply: await explain(error, invocation) };
    }
  }

  async function understand({
    input,
  }: Invocation): Promise<{ command: Command; raw: Record<string, unknown> }> {
    if ('text' in input) {
      const parsed = parseText(input.text, commands, prefix);
      return { command: parsed.command, raw: parsed.options };
    }
    const call = 'button' in input ? await fromButtonId(input.button, store) : input;
    return { command: findCommand(call.command, commands, prefix), raw: call.options };
  }

  /** Draws the charts and gives buttons their ids. A picture that fails costs the picture, not the answer. */
  async function complete(draft: Draft, invocation: Asked): Promise<Reply> {
    return {
      ...draft,
      blocks: await Promise.all(draft.blocks.map((block) => completeBlock(block, invocation))),
    };
  }

  async function completeBlock(block: DraftBlock, { id, locale }: Asked): Promise<Block> {
    switch (block.kind) {
      case 'chart':
        try {
          return { kind: 'picture', images: await services.work.draw(block.chart), alt: block.alt };
        } catch (error) {
          options.log.error({ err: error, id, chart: block.chart.kind }, 'drawing failed');
          return { kind: 'text', text: words[locale].pictureFailed(block.alt) };
        }
      case 'buttons':
        return {
          kind: 'buttons',
          buttons: await Promise.all(
            block.buttons.map(async ({ label, call }) => ({
              label,
              id: await toButtonId(call, store),
              command: formatCall(call, prefix),
            })),
          ),
        };
      default:
        return block;
    }
  }

  async function explain(error: unknown, asked: Asked): Promise<Reply> {
    if (error instanceof LearnerError) {
      const draft = mistakeDraft(error, asked.locale, prefix);
      return complete(draft, asked).catch((fault) => calm(fault, asked));
    }
    return calm(error, asked);
  }

  function calm(fault: unknown, { id, locale }: Asked): Reply {
    const reference = randomUUID().slice(0, 8);
    options.log.error({ err: fault, id, reference }, 'fault while answering');
    const unavailable = fault instanceof StoreUnavailable;
    const text = unavailable ? words[locale].storeUnavailable() : words[locale].fault(reference);
    return {
      audience: 'asker',
      blocks: [{ kind: 'text', text }],
      error: { code: unavailable ? 'store-unavailable' : 'fault' },
    };
  }

  async function suggest(typing: Typing) {
    try {
      const command = findCommand(typing.command, commands, prefix);
      const rows = (await command.options[typing.option]?.suggest?.(typing, services)) ?? [];
      return rows.slice(0, MOST_SUGGESTIONS);
    } catch (error) {
      if (!(error instanceof LearnerError)) options.log.error({ err: error }, 'fault while suggesting');
      return [];
    }
  }

  return { commands, prefix, answer, explain, suggest };
}

function mistakeDraft(error: LearnerError, locale: Locale, prefix: string): Draft {
  const buttons = error.remedies.map((call) => ({ label: formatCall(call, prefix), call }));
  return {
    audience: 'asker',
    error: { code: error.mistake.code },
    blocks: [
      { kind: 'text', text: wordMistake(error.mistake, locale) },
      ...(buttons.length > 0 ? [{ kind: 'buttons' as const, buttons }] : []),
    ],
  };
}
