/** What the page and its server say to each other: types only, as JSON. */

export type PageLocale = 'en' | 'zh';

/** Answer to `GET /api/commands`. */
export interface Declarations {
  readonly locale: PageLocale;
  readonly commands: readonly CommandInfo[];
}
export interface CommandInfo {
  /** With the prefix, as it is typed after the slash. */
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionInfo[];
  /** Whole lines: `/train epochs:500`. */
  readonly examples: readonly string[];
}
export interface OptionInfo {
  readonly name: string;
  readonly description: string;
  /** What it takes: `a whole number from 1 to 100,000, 1000 if you leave it out`. */
  readonly takes: string;
  readonly shape: 'word' | 'numbers' | 'rest-of-line';
  /** Values that need no look-up: a word that it takes, what it falls back to. */
  readonly values: readonly string[];
  /** Whether `POST /api/suggestions` knows more values. */
  readonly suggests: boolean;
}

/** Body of `POST /api/messages`. */
export interface MessageRequest {
  readonly input: { readonly text: string } | { readonly button: string };
  readonly theme: 'light' | 'dark';
  readonly locale: PageLocale;
}
/** One line of the answer: perhaps some progress, then a reply. */
export type MessageEvent = { readonly progress: string } | { readonly reply: ReplyView };

export interface SpanView {
  readonly text: string;
  readonly style?: 'strong' | 'code';
}
export type BlockView =
  | { readonly kind: 'text'; readonly text: readonly SpanView[] }
  | {
      readonly kind: 'fields';
      readonly fields: readonly { readonly name: string; readonly value: readonly SpanView[] }[];
    }
  | {
      readonly kind: 'picture';
      readonly alt: string;
      /** PNGs in base64. */
      readonly images: readonly { readonly name: string; readonly png: string }[];
    }
  | {
      readonly kind: 'buttons';
      readonly buttons: readonly { readonly label: string; readonly id: string; readonly command: string }[];
    };
export interface ReplyView {
  readonly audience: 'everyone' | 'asker';
  readonly mistake: boolean;
  readonly blocks: readonly BlockView[];
}

/** Body of `POST /api/suggestions`. */
export interface SuggestionsRequest {
  readonly command: string;
  readonly option: string;
  readonly typed: string;
  readonly locale: PageLocale;
}
export interface SuggestionView {
  readonly label: string;
  readonly value: string;
}

/** Why a request was refused, with any status from 400 on. */
export type Refusal =
  | 'cross-site'
  | 'host'
  | 'not-json'
  | 'malformed'
  | 'too-large'
  | 'too-many'
  | 'not-found'
  | 'fault';
