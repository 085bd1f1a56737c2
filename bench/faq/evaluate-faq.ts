import type { Knowledge } from '../../src/knowledge/knowledge.ts';
import type { Locale } from '../../src/locales/locale.ts';

export interface Question {
  readonly question: string;
  /** Null when the article does not cover it. */
  readonly topic: string | null;
  readonly locale: Locale;
}
export interface Evaluation {
  /** The share of covered questions answered with their own topic. */
  readonly recall: number;
  /** The share of uncovered questions answered with any topic. */
  readonly falseAnswers: number;
  readonly covered: number;
  readonly uncovered: number;
  readonly failures: readonly (Question & { readonly found: string | null })[];
}

export function evaluateFaq(knowledge: Knowledge, questions: readonly Question[]): Evaluation {
  const failures = questions
    .map((asked) => ({ ...asked, found: knowledge.find(asked.question, asked.locale).topic?.id ?? null }))
    .filter(({ found, topic }) => found !== topic);
  const covered = questions.filter(({ topic }) => topic !== null).length;
  const uncovered = questions.length - covered;
  const missed = failures.filter(({ topic }) => topic !== null).length;
  return {
    recall: (covered - missed) / covered,
    falseAnswers: (failures.length - missed) / uncovered,
    covered,
    uncovered,
    failures,
  };
}
