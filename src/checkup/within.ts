import { LONGEST_CHECK_MS } from './finding.ts';

/** What a promise resolves to; rejects with a `TimeoutError` when it takes longer than a check-up's step may. */
export async function within<T>(promise: Promise<T>, longestMs: number = LONGEST_CHECK_MS): Promise<T> {
  const signal = AbortSignal.timeout(longestMs);
  return Promise.race([
    promise,
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  ]);
}
