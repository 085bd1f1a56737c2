import type { Lesson } from './lesson.ts';
import type { Tally } from './tally.ts';

/** One way in which things go wrong. */
export interface Scenario {
  /** As it stands in docs/reliability.md. */
  readonly fault: string;
  /** What should become of the learners. */
  readonly promise: string;
  readonly times: number;
  /** Why it can't be tried on this machine. */
  readonly impossible?: string | undefined;
  /** Does it once, in a fresh lesson. */
  run(lesson: Lesson, tally: Tally, trial: number): Promise<void>;
}

/** A moment within `range` milliseconds that is another one in each trial, and the same in each run of the tests. */
export function momentOf(trial: number, range: number): number {
  return (trial * 197) % range;
}
