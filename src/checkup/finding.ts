/** Something that was looked at, for who runs Theta. Words are in their language and hold no secret. */
export interface Finding {
  /** `doubtful` mends itself or does no harm; `broken` keeps Theta from doing what it was set up for. */
  readonly state: 'well' | 'doubtful' | 'broken';
  /** What was found, in a sentence. */
  readonly says: string;
  /** How to mend it, in a sentence. */
  readonly mend?: string;
}

/** Findings as they come. Never throws, and takes `LONGEST_CHECK_MS` a step at most. */
export type Checkup = AsyncGenerator<Finding, void>;

/** Words of a finding that needs mending. */
export interface Trouble {
  readonly says: string;
  readonly mend: string;
}

/** How long one step of a check-up may take. */
export const LONGEST_CHECK_MS = 5_000;

export function well(says: string): Finding {
  return { state: 'well', says };
}

export function doubtful(trouble: Trouble): Finding {
  return { state: 'doubtful', ...trouble };
}

export function broken(trouble: Trouble): Finding {
  return { state: 'broken', ...trouble };
}
