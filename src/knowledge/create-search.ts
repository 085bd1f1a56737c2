import { join } from 'node:path';
import { readConcepts } from './concepts.ts';
import { questionFeatures } from './question-features.ts';
import type { Example } from './read-examples.ts';
import { createScriptSimplifier } from './simplify-script.ts';
import { createSpeller } from './spelling.ts';
import { splitUnits } from './split-units.ts';
import { trainClassifier } from './train-classifier.ts';

/** The label of questions that the article does not answer. */
export const NOT_COVERED = 'not-covered';

/** How sure a topic has to be against “not covered”. A learner forgives a near topic sooner than being sent away. */
const LIKELY = 0.4;
/** How sure a single clause has to be, where the whole question is not: it was not asked alone. */
const CLEAR = 0.75;
const CLAUSE_END = /[,.;:?!，。；：？！、\n]+/;
const MOST_CLAUSES = 20;

export interface SearchResult {
  readonly covered: boolean;
  /** All topics' ids, best first. */
  readonly ids: readonly string[];
}

/** Learns from examples which topic a question is about. `folder` holds what it knows of words. */
export function createSearch(
  folder: string,
  examples: readonly Example[],
): (question: string) => SearchResult {
  const simplify = createScriptSimplifier(join(folder, 'zh', 'traditional.txt'));
  const toUnits = (text: string) => splitUnits(simplify(text));
  const concepts = readConcepts(join(folder, 'concepts.yaml'));
  const texts = examples.map(({ question }) => toUnits(question));
  const mend = createSpeller(
    [...texts, ...concepts.phrases],
    concepts.phrases,
    join(folder, 'zh', 'homophones.txt'),
  );
  // One at a time: thousands of maps of features at once would cost more to keep than to make.
  function* samples() {
    for (const [i, { label }] of examples.entries()) {
      yield { label, features: questionFeatures(texts[i]!, concepts) };
    }
  }
  const classify = trainClassifier(samples());

  function judge(question: string): SearchResult & { confidence: number } {
    const ranking = classify(questionFeatures(mend(toUnits(question)), concepts));
    const topics = ranking.filter(({ label }) => label !== NOT_COVERED);
    const against = ranking.find(({ label }) => label === NOT_COVERED)?.probability ?? 0;
    const best = topics[0]?.probability ?? 0;
    const confidence = best / (best + against);
    return { covered: confidence > LIKELY, confidence, ids: topics.map(({ label }) => label) };
  }

  return (question) => {
    const whole = judge(question);
    const clauses = question.split(CLAUSE_END, MOST_CLAUSES).filter((clause) => clause.trim() !== '');
    if (whole.covered || clauses.length < 2) return whole;
    const [clearest] = clauses.map(judge).sort((a, b) => b.confidence - a.confidence);
    return clearest && clearest.confidence > CLEAR ? clearest : whole;
  };
}
