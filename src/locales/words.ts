import type { Mistake } from '../command/learner-error.ts';
import type { Text } from '../reply/text.ts';
import { en, type Words } from './en.ts';
import type { Locale, Localized } from './locale.ts';
import { zh } from './zh.ts';

/** Every language has every word, with the same parameters: the compiler sees to it. */
export const words: Localized<Words> = { en, zh };

/** Of what a learner wrote, an answer repeats no more than this: enough to find the place, and our words stay in sight. */
const MOST_REPEATED = 80;

/** What is wrong, and what would be right. */
export function wordMistake(mistake: Mistake, locale: Locale): Text {
  // The table is typed by code; TypeScript can't relate the code and its function through an index.
  const word = words[locale].mistakes[mistake.code] as (mistake: object) => Text;
  const facts = Object.entries(mistake).map(([name, fact]) => [name, shorten(fact)]);
  return word(Object.fromEntries(facts));
}

function shorten<T>(fact: T): T | string {
  if (typeof fact !== 'string' || fact.length <= MOST_REPEATED) return fact;
  return `${fact.slice(0, MOST_REPEATED - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
