import fc from 'fast-check';

/** Something that takes what others wrote, and the property that holds for whatever that is. */
export interface Target {
  readonly name: string;
  /** How many cases make a whole round, by `npm run test:fuzz`. */
  readonly cases: number;
  open(): Promise<Opened>;
}
export interface Opened {
  /** Resolves for every case, or the case is a bug. */
  readonly property: fc.IAsyncProperty<[unknown]>;
  close(): Promise<void>;
}

export interface Round {
  readonly cases: number;
  readonly seed: number;
  /** Of the slowest case, with whatever else this machine was doing. */
  readonly slowestMs: number;
  /** The smallest case that fails, and why; undefined when none does. */
  readonly failure: string | undefined;
}

/** Longer than any single case takes, by far: seconds are what a quadratic pattern would need. */
const LONGEST_CASE_MS = 5_000;

/** Makes a target of a check. `check` throws for a case that is a bug. */
export function toProperty<T>(cases: fc.Arbitrary<T>, check: (made: T) => Promise<void>) {
  return fc.asyncProperty(cases, check) as unknown as Opened['property'];
}

export async function runTarget(target: Target, cases: number, seed: number): Promise<Round> {
  const { property, close } = await target.open();
  let slowestMs = 0;
  const run = property.run.bind(property);
  property.run = async (made) => {
    const began = performance.now();
    const failure = await run(made);
    const took = performance.now() - began;
    slowestMs = Math.max(slowestMs, took);
    if (failure !== null || took < LONGEST_CASE_MS) return failure;
    return { error: new Error(`a case took ${Math.round(took)} ms`) };
  };
  const details = await fc.check(property, { numRuns: cases, seed, endOnFailure: false });
  await close();
  const failure = details.failed
    ? `${fc.defaultReportMessage(details)}\n${details.errorInstance}`
    : undefined;
  return { cases: details.numRuns, seed, slowestMs, failure };
}
