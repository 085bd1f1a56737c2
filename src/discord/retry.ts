import { setTimeout as sleep } from 'node:timers/promises';
import { HTTPError } from 'discord.js';

const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 15_000;

/**
 * Tries again what failed in passing, ever more slowly, until `deadline` (epoch milliseconds); then throws the
 * last error. discord.js itself waits out a 429, but gives up on a 5xx within milliseconds and on a refused
 * connection at once.
 * @param passes what else counts as passing
 */
export async function retry<T>(
  attempt: (attempts: number) => Promise<T>,
  deadline: number,
  passes: (error: unknown) => boolean = isPassing,
): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt(attempts);
    } catch (error) {
      const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempts - 1));
      if (!(isPassing(error) || passes(error)) || Date.now() + delay >= deadline) throw error;
      await sleep(delay, undefined, { ref: false });
    }
  }
}

/** A server's fault, a broken connection, or an answer cut short: nothing that the request could be blamed for. */
export function isPassing(error: unknown): boolean {
  if (error instanceof HTTPError) return error.status >= 500;
  if (!(error instanceof Error)) return false;
  if (error.name === 'AbortError' || error.name === 'TimeoutError' || error instanceof SyntaxError)
    return true;
  if (/^Unexpected server response: 5/.test(error.message)) return true;
  const code: unknown = 'code' in error ? error.code : undefined;
  return (
    (typeof code === 'string' && /^(E(?!RR_)[A-Z_]+|UND_ERR_(?!INVALID)\w+)$/.test(code)) ||
    isPassing(error.cause)
  );
}
