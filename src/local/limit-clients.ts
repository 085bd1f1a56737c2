import type { Request, RequestHandler } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Refused } from './refused.ts';

const MINUTE = 60;
/** Answers under way at once, of one browser and of one address, behind which a whole school may sit. */
const MOST_AT_ONCE = { learner: 4, address: 200 };

/**
 * Refuses an address that sends more than `most` requests a minute. It is the address of the connection: a proxy's
 * word for who is behind it could be anybody's.
 */
export function limitAddress(most: number): RequestHandler {
  const limiter = new RateLimiterMemory({ points: most, duration: MINUTE });
  return async (request, _response, next) => {
    const within = await limiter.consume(addressOf(request)).then(
      () => true,
      () => false,
    );
    next(within ? undefined : new Refused(429, 'too-many'));
  };
}

/** Counts the answers under way. */
export function createTurns(most = MOST_AT_ONCE) {
  const counts = new Map<string, number>();
  const add = (key: string, change: number) => {
    const count = (counts.get(key) ?? 0) + change;
    if (count > 0) counts.set(key, count);
    else counts.delete(key);
  };
  return {
    /**
     * Takes a turn; call what it returns when the answer is ready, whoever still waits for it.
     * @throws Refused where this learner or address has as many turns as it may
     */
    take(request: Request, learner: string): () => void {
      const keys = [`learner ${learner}`, `address ${addressOf(request)}`] as const;
      const [ofLearner = 0, ofAddress = 0] = keys.map((key) => counts.get(key));
      if (ofLearner >= most.learner || ofAddress >= most.address) throw new Refused(429, 'too-many');
      for (const key of keys) add(key, 1);
      return () => {
        for (const key of keys) add(key, -1);
      };
    },
  };
}

function addressOf(request: Request): string {
  return request.socket.remoteAddress ?? '';
}
