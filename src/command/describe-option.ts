import type { Locale } from '../locales/locale.ts';
import { words } from '../locales/words.ts';
import type { Option } from './option.ts';
import { rangeOf } from './validate.ts';

/** What an option takes, in words made from its declaration: `a whole number from 1 to 100,000, 1000 if you leave it out`. */
export function describeOption(option: Option, locale: Locale): string {
  const w = words[locale].help;
  const required = option.required ? w.required : '';
  switch (option.kind) {
    case 'integer':
    case 'number': {
      const fallback = option.fallback === undefined ? '' : w.fallback(option.fallback);
      return w.range(rangeOf(option)) + fallback + required;
    }
    case 'numbers':
      return w.numbers(option.most, rangeOf(option)) + required;
    case 'text':
      return w.words(option.maxLength) + required;
    default:
      return option satisfies never;
  }
}
