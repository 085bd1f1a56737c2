import { join } from 'node:path';
import type { Locale, Localized } from '../locales/locale.ts';
import { projectRoot } from '../project-root.ts';
import { createSearch, NOT_COVERED } from './create-search.ts';
import type { Finding, Knowledge, Topic } from './knowledge.ts';
import { readExamples } from './read-examples.ts';
import { checkTranslations, readTopics } from './read-topics.ts';

const FOLDER = join(projectRoot, 'src', 'knowledge');
/** Nobody types more before they look at what is suggested. */
const LONGEST_TYPED = 500;
const LOCALES: readonly Locale[] = ['en', 'zh'];

/**
 * The article's topics from their Markdown files, and a search that learns from the example questions beside them.
 * @throws Error naming what is wrong with the content
 */
export function loadKnowledge(): Knowledge {
  const topics: Localized<readonly Topic[]> = {
    en: readTopics(join(FOLDER, 'en')),
    zh: readTopics(join(FOLDER, 'zh')),
  };
  checkTranslations(topics);
  const labels = [...topics.en.map(({ id }) => id), NOT_COVERED];
  const named = LOCALES.flatMap((locale) =>
    topics[locale].flatMap(({ id, title }) => [id, title].map((question) => ({ question, label: id }))),
  );
  const search = createSearch(FOLDER, [
    ...named,
    ...LOCALES.flatMap((locale) => readExamples(join(FOLDER, locale, 'questions.yaml'), labels)),
  ]);
  const idByName = new Map(named.map(({ question, label }) => [toName(question), label]));
  const inLocale = (locale: Locale) => (id: string) => topics[locale].find((topic) => topic.id === id)!;

  function find(question: string, locale: Locale): Finding {
    const { covered, ids } = search(question);
    const id = idByName.get(toName(question)) ?? (covered ? ids[0] : undefined);
    const nearest = ids.filter((other) => other !== id).map(inLocale(locale));
    return { topic: id === undefined ? null : inLocale(locale)(id), nearest };
  }

  function complete(line: string, locale: Locale): readonly Topic[] {
    const typed = line.slice(0, LONGEST_TYPED);
    const part = toName(typed);
    if (part === '') return topics[locale];
    const begun = [...idByName].filter(([name]) => name.includes(part)).map(([, id]) => id);
    const { covered, ids } = search(typed);
    return [...new Set([...begun, ...(covered ? ids.slice(0, 3) : [])])].map(inLocale(locale));
  }

  return { topics, find, complete };
}

/** Ids and titles however they are typed: `new-jobs`, `New jobs`, `newjobs?`. */
function toName(typed: string): string {
  return typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
