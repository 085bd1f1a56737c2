/**
 * How well /faq finds the topic that a question is about: `npm run bench:faq [-- --set FILE]`.
 * Recall@1 counts covered questions answered with their own topic; false answers, uncovered ones answered at all.
 * The search is tuned on the tuning half only, so only that half's failures are listed; of the other half we see figures.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadKnowledge } from '../src/knowledge/load-knowledge.ts';
import type { Locale } from '../src/locales/locale.ts';
import { evaluateFaq, type Question } from './faq/evaluate-faq.ts';

const { values } = parseArgs({ options: { set: { type: 'string', multiple: true } } });
const sets = values.set ?? ['bench/faq/tuning.json', 'bench/faq/held-out.json'];

const loading = performance.now();
const knowledge = loadKnowledge();
console.log(`content read and search trained in ${(performance.now() - loading).toFixed(0)} ms`);

for (const file of sets) {
  const questions = JSON.parse(readFileSync(file, 'utf8')) as Question[];
  console.log(`\n${file}`);
  for (const locale of ['en', 'zh', undefined] as const) {
    const asked = questions.filter((question) => locale === undefined || question.locale === locale);
    console.log(describe(locale ?? 'both', asked));
  }
  if (!file.endsWith('held-out.json')) {
    for (const { question, topic, found } of evaluateFaq(knowledge, questions).failures) {
      console.log(`  ${question} → ${found ?? 'not covered'}, should be ${topic ?? 'not covered'}`);
    }
  }
}

function describe(name: Locale | 'both', asked: readonly Question[]): string {
  const from = performance.now();
  const { recall, falseAnswers, covered, uncovered } = evaluateFaq(knowledge, asked);
  const each = (performance.now() - from) / asked.length;
  return [
    name.padEnd(4),
    `recall@1 ${recall.toFixed(3)} of ${covered}`,
    `false answers ${falseAnswers.toFixed(3)} of ${uncovered}`,
    `${each.toFixed(2)} ms a question`,
  ].join('   ');
}
