import { setTimeout as delay } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Request } from './receive.ts';
import { refusalOf } from './slack-error.ts';

/** Slack delivers again what it believes was lost; events up to an hour later. */
const MEMORY = { max: 50_000, ttl: 2 * 60 * 60 * 1000 };
const LONGEST_GOODBYE = 5_000;

export interface Intake {
  /** Starts to answer, unless this was delivered before. */
  take(request: Request | undefined): void;
  /** Waits for what is being answered, at most 10 s. */
  finish(): Promise<void>;
}

/** The requests on their way to an answer. `answer` may reject: the log then says so, for there is nobody to tell. */
export function createIntake(answer: (request: Request) => Promise<void>, log: Logger): Intake {
  const seen = new LRUCache<string, true>(MEMORY);
  const running = new Set<Promise<void>>();
  return {
    take(request) {
      if (!request || seen.has(request.key)) return;
      seen.set(request.key, true);
      const work = answer(request)
        // Not the whole error: Slack's repeats what it refused, and so a learner's words.
        .catch((error) =>
          log.error({ reason: refusalOf(error) ?? String(error) }, 'an answer did not reach Slack'),
        )
        .finally(() => running.delete(work));
      running.add(work);
    },
    async finish() {
      await Promise.race([Promise.allSettled(running), delay(LONGEST_GOODBYE, undefined, { ref: false })]);
    },
  };
}
