import type { Chart } from '../charts/chart.ts';
import type { Call } from '../command/call.ts';
import type { Text } from './text.ts';

/** Who sees a reply. Known before anything is acknowledged. */
export type Audience = 'everyone' | 'asker';

export interface TextBlock {
  readonly kind: 'text';
  readonly text: Text;
}
/** Short name–value pairs, in order. */
export interface FieldsBlock {
  readonly kind: 'fields';
  readonly fields: readonly { readonly name: string; readonly value: Text }[];
}
/** A chart still to be drawn; `alt` states the result for who can't see it. */
export interface ChartBlock {
  readonly kind: 'chart';
  readonly chart: Chart;
  readonly alt: string;
}
/** A button is a command with options again. */
export interface ButtonsBlock {
  readonly kind: 'buttons';
  readonly buttons: readonly { readonly label: string; readonly call: Call }[];
}
export type DraftBlock = TextBlock | FieldsBlock | ChartBlock | ButtonsBlock;

/** What a command answers: plain data, to be drawn and addressed before a platform sees it. */
export interface Draft {
  readonly audience: Audience;
  readonly blocks: readonly DraftBlock[];
  /** What `say --json` prints as `data`. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** Set when the answer is a mistake or a fault. */
  readonly error?: { readonly code: string };
}

/** A drawn chart: one PNG or, from a QuickChart server, several that belong together. */
export interface PictureBlock {
  readonly kind: 'picture';
  readonly images: readonly { readonly name: string; readonly png: Uint8Array }[];
  readonly alt: string;
}
/** Buttons as platforms need them. `id` has at most 100 characters and comes back as the invocation's input. */
export interface PressableBlock {
  readonly kind: 'buttons';
  readonly buttons: readonly {
    readonly label: string;
    readonly id: string;
    /** The same command as text, for who has no buttons: `/train epochs:500`. */
    readonly command: string;
  }[];
}
export type Block = TextBlock | FieldsBlock | PictureBlock | PressableBlock;

/** What an adapter renders. It drops no block. */
export interface Reply extends Omit<Draft, 'blocks'> {
  readonly blocks: readonly Block[];
}
