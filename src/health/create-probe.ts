import { setTimeout as sleep } from 'node:timers/promises';

/** A question asked again although the last one still hangs: a lost connection may never say so. */
const GIVE_UP_MS = 30_000;

/** What was asked has not answered in time. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';

  constructor(withinMs: number) {
    super(`no answer within ${withinMs / 1000} s`);
  }
}

/**
 * Asks what may hang, such as a database, for many who want to know: one question at a time, its answer good for a
 * second, its failure too.
 * @returns asks, or gives the last answer; rejects with {@link NoAnswer} after `withinMs`, or as `ask` does
 */
export function createProbe<T>(
  ask: () => T | Promise<T>,
  {
    withinMs,
    freshMs = 1_000,
    clock = Date.now,
  }: { withinMs: number; freshMs?: number; clock?: () => number },
): () => Promise<T> {
  let last: { readonly answer: Promise<T>; at: number; settled: boolean } | undefined;
  return () => {
    const age = clock() - (last?.at ?? Number.NEGATIVE_INFINITY);
    if (last && age >= 0 && age < (last.settled ? freshMs : GIVE_UP_MS)) return last.answer;
    const asked = Promise.resolve().then(ask);
    const asking = { answer: within(asked, withinMs), at: clock(), settled: false };
    const settle = () => Object.assign(asking, { at: clock(), settled: true });
    asked.then(settle, settle);
    last = asking;
    return asking.answer;
  };
}

async function within<T>(asked: Promise<T>, withinMs: number): Promise<T> {
  const overslept = new AbortController();
  const late = sleep(withinMs, undefined, { ref: false, signal: overslept.signal }).then(() => {
    throw new NoAnswer(withinMs);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    overslept.abort();
  }
}
