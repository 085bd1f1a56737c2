import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { LearnerError } from './learner-error.ts';
import type { Theta } from './theta.ts';

/** Nobody reads thirty answers a minute; a script asks for more. */
const MOST = { points: 30, duration: 60 };

/**
 * Theta as those who receive commands should know it: a learner who sends more than thirty a minute is told, privately,
 * when to go on. Counted in this process alone.
 */
export function limitRate(theta: Theta, most = MOST): Theta {
  const limiter = new RateLimiterMemory(most);
  return {
    ...theta,
    async answer(invocation) {
      const { space, learner } = invocation.asker;
      try {
        await limiter.consume(`${space} ${learner}`);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
        const mistake = new LearnerError({ code: 'too-fast', seconds });
        return { kind: 'instant', reply: await theta.explain(mistake, invocation) };
      }
      return theta.answer(invocation);
    },
  };
}
