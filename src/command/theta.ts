import type { Locale } from '../locales/locale.ts';
import type { Audience, Reply } from '../reply/reply.ts';
import type { Command } from './define-command.ts';
import type { Asker, Invocation } from './invocation.ts';
import type { Suggestion } from './option.ts';

/** A reply that is there, or one that takes a while: acknowledge, show `progress`, then `finish()`. */
export type Answer =
  | { readonly kind: 'instant'; readonly reply: Reply }
  | {
      readonly kind: 'slow';
      readonly audience: Audience;
      /** One plain line to show meanwhile. */
      readonly progress: string;
      /** The work. Call it once. Never rejects; a mistake found on the way has audience `asker`. */
      finish(): Promise<Reply>;
    };

/** A learner in the middle of typing `typed` into `option` of `command`. */
export interface Typing {
  readonly asker: Asker;
  readonly locale: Locale;
  readonly command: string;
  readonly option: string;
  readonly typed: string;
}

/** All that an adapter knows of Theta. */
export interface Theta {
  readonly commands: readonly Command[];
  /** Goes before every command's name: a workspace shares its names with other apps. Often ''. */
  readonly prefix: string;
  /** Within milliseconds, unless the database is slow. Never rejects: mistakes and faults are replies too. */
  answer(invocation: Invocation): Promise<Answer>;
  /**
   * What goes wrong around an answer, as a reply: a LearnerError as a mistake, anything else as a fault, which is
   * logged. Never rejects.
   */
  explain(error: unknown, invocation: Pick<Invocation, 'id' | 'locale'>): Promise<Reply>;
  /** At most 25, best first; empty where the option suggests nothing. Never rejects. */
  suggest(typing: Typing): Promise<readonly Suggestion[]>;
}
