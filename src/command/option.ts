import type { Localized } from '../locales/locale.ts';
import type { Services } from './services.ts';
import type { Typing } from './theta.ts';

/** A row of autocompletion: what is shown, and what is put in. Both at most 100 characters. */
export interface Suggestion {
  readonly label: string;
  readonly value: string;
}
export type Suggest = (
  typing: Typing,
  services: Services,
) => readonly Suggestion[] | Promise<readonly Suggestion[]>;

interface Common {
  /** At most 100 characters a language (Discord's limit). */
  readonly description: Localized;
  readonly required?: true;
  /** Other names that it may have in typed text, in lower case: 学习率 for lr. */
  readonly aliases?: readonly string[];
  readonly suggest?: Suggest;
}
interface Bounds {
  readonly min: number;
  readonly max: number;
}
/** A whole number in [min, max]; with `word`, also that word (`full`), which stands for no number. */
export interface IntegerOption extends Common, Bounds {
  readonly kind: 'integer';
  readonly fallback?: number;
  readonly word?: string;
}
/** A finite number in [min, max], or in (min, max] with `aboveMin`. */
export interface NumberOption extends Common, Bounds {
  readonly kind: 'number';
  readonly fallback?: number;
  readonly aboveMin?: true;
}
/** One to `most` numbers, separated by commas or spaces. */
export interface NumbersOption extends Common, Bounds {
  readonly kind: 'numbers';
  readonly most: number;
}
/** A person's words, as they wrote them. The last option of a command takes the rest of a typed line. */
export interface TextOption extends Common {
  readonly kind: 'text';
  readonly maxLength: number;
  /** An id or a name: it ends at the first space even as the last option. */
  readonly oneWord?: true;
}
export type Option = IntegerOption | NumberOption | NumbersOption | TextOption;
export type Options = Readonly<Record<string, Option>>;

type ValueOf<O extends Option> = O extends NumbersOption
  ? readonly number[]
  : O extends TextOption
    ? string
    : O extends { word: infer W }
      ? number | W
      : number;
/** What `run` receives: absent only where an option has neither `required` nor a fallback. */
export type Values<O extends Options> = {
  readonly [K in keyof O]: O[K] extends { required: true } | { fallback: number }
    ? ValueOf<O[K]>
    : ValueOf<O[K]> | undefined;
};

/** Declares options as data; `const` keeps bounds and words literal for {@link Values}. */
export const option = {
  integer: <const O extends Omit<IntegerOption, 'kind'>>(spec: O) => ({ kind: 'integer', ...spec }) as const,
  number: <const O extends Omit<NumberOption, 'kind'>>(spec: O) => ({ kind: 'number', ...spec }) as const,
  numbers: <const O extends Omit<NumbersOption, 'kind'>>(spec: O) => ({ kind: 'numbers', ...spec }) as const,
  text: <const O extends Omit<TextOption, 'kind'>>(spec: O) => ({ kind: 'text', ...spec }) as const,
};
