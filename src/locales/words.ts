import type { Mistake } from '../command/learner-error.ts';
import type { Text } from '../reply/text.ts';
import { en, type Words } from './en.ts';
import type { Locale, Localized } from './locale.ts';
import { zh } from './zh.ts';

/** Every language has every word, with the same parameters: the compiler sees to it. */
export const words: Localized<Words> = { en, zh };

/** What is wrong, and what would be right. */
export function wordMistake(mistake: Mistake, locale: Locale): Text {
  // The table is typed by code; TypeScript can't relate the code and its function through an index.
  const word = words[locale].mistakes[mistake.code] as (mistake: Mistake) => Text;
  return word(mistake);
}
