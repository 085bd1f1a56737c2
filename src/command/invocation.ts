import type { Theme } from '../charts/chart.ts';
import type { Locale } from '../locales/locale.ts';

export type Platform = 'discord' | 'slack' | 'local' | 'say';

/** Who asks, and where. A learner's runs belong to the two ids together. */
export interface Asker {
  readonly platform: Platform;
  /** The server, conversation, workspace or page: `discord:123`, `discord:dm:456`, `slack:T012`, `local`, `say`. */
  readonly space: string;
  /** The platform's id of the person; within `space` it is unique. */
  readonly learner: string;
}

/** One request as plain data, whatever platform it came from. */
export interface Invocation {
  /** The same for every delivery of the same request. Log lines carry it, and a drawn seed comes from it. */
  readonly id: string;
  readonly asker: Asker;
  readonly locale: Locale;
  /** How the asker's screen is lit, where the platform tells; else the configured theme. */
  readonly theme?: Theme;
  /** A typed line (`/train epochs:5`, the slash optional), typed options, or a pressed button's id. */
  readonly input:
    | { readonly text: string }
    | { readonly command: string; readonly options: Readonly<Record<string, unknown>> }
    | { readonly button: string };
}
