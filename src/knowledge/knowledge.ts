import type { Locale } from '../locales/locale.ts';
import type { Text } from '../reply/text.ts';

/** One of the article's topics, worded for one language's readers. */
export interface Topic {
  readonly id: string;
  readonly title: string;
  /** Where in the article: `§3`, `§2, §8`. */
  readonly section: string;
  readonly answer: Text;
  /** Ids of two topics to read next. */
  readonly related: readonly [string, string];
}

export interface Finding {
  /** Null where the article does not cover the question. */
  readonly topic: Topic | null;
  /** The nearest topics, best first, without `topic`. */
  readonly nearest: readonly Topic[];
}

/** The article's topics and the search over them; the same object for every learner. */
export interface Knowledge {
  readonly topics: Readonly<Record<Locale, readonly Topic[]>>;
  /** By id or by a question in any words, either language or both at once; the answer is in `locale`. */
  find(question: string, locale: Locale): Finding;
  /** Topics that fit what has been typed so far, best first; all of them for ''. */
  complete(typed: string, locale: Locale): readonly Topic[];
}
