import type { Theme } from '../charts/chart.ts';
import type { Locale, Localized } from '../locales/locale.ts';
import type { Audience, Draft } from '../reply/reply.ts';
import type { Asker } from './invocation.ts';
import type { Options, Values } from './option.ts';
import type { Services } from './services.ts';

/** Around a command while it runs. */
export interface Context {
  /** The invocation's. */
  readonly id: string;
  readonly asker: Asker;
  readonly locale: Locale;
  readonly theme: Theme;
  readonly services: Services;
}

/** Work that takes longer than a platform waits for a first word. */
export interface Slow {
  readonly audience: Audience;
  readonly progress: string;
  finish(): Promise<Draft>;
}

export interface Command<O extends Options = Options> {
  /** Lower-case letters and hyphens, at most 32 with the prefix. */
  readonly name: string;
  /** At most 100 characters a language (Discord's limit). */
  readonly description: Localized;
  /** In the order in which they may be given without names. */
  readonly options: O;
  /** What to type, for `/help`: without slash or prefix, `train epochs:500 lr:0.1`. */
  readonly examples: Localized<readonly string[]>;
  /** Quick look-ups, then an answer or slow work. Throws a LearnerError where the learner can mend it. */
  run(options: Values<O>, context: Context): Promise<Draft | Slow>;
}

/** Carries inference from `options` to `run`; does nothing else. */
export function defineCommand<const O extends Options>(command: Command<O>): Command {
  return command as unknown as Command;
}
