import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Send } from './send-whole.ts';

const REFUSALS = new Set([401, 403, 429]);
/** Discord bans an address after 10,000 refused requests in ten minutes. */
const MOST = 50;
const WINDOW_MS = 60_000;

/**
 * Lets at most 50 requests a minute be refused (401, 403, 429). What comes then waits until the minute is over, or
 * until its sender gives up: better a late answer than a banned address.
 */
export function pauseWhenRefused(send: Send, log: Logger): Send {
  // On the clock that nobody sets.
  const refusals: number[] = [];
  let pausedUntil = 0;

  return async (url, init) => {
    for (let now = performance.now(); now < pausedUntil; now = performance.now()) {
      await sleep(pausedUntil - now, undefined, { ref: false, ...(init.signal && { signal: init.signal }) });
    }
    const response = await send(url, init);
    // A shared limit is one that others used up; Discord doesn't hold it against us.
    if (!REFUSALS.has(response.status) || response.headers.get('x-ratelimit-scope') === 'shared')
      return response;
    const now = performance.now();
    refusals.push(now);
    const oldest = refusals.length < MOST ? undefined : refusals.shift();
    if (oldest !== undefined && now - oldest < WINDOW_MS && now >= pausedUntil) {
      pausedUntil = oldest + WINDOW_MS;
      log.warn(
        { status: response.status, seconds: Math.ceil((pausedUntil - now) / 1000) },
        'Discord refused too many requests; pausing',
      );
    }
    return response;
  };
}
