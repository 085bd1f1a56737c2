import type { Logger } from 'pino';
import { isPassing } from './explain-fault.ts';

/**
 * So long without a failure, the database is back: a try may succeed for it had nothing to do, and in that time every
 * process that lives tells so.
 */
const GRACE_MS = 10_000;

export interface Attempt {
  /** Whether the work was done; where not, it is to be tried again. */
  (work: () => Promise<unknown>): Promise<boolean>;
  /** Whether nothing has failed for long enough that who gives no sign of life is dead. */
  isSteady(): boolean;
}

/** Tries work on the database that comes round again, and logs an outage when it begins and when it is over. */
export function createAttempt(log: Logger, isQuiet: () => boolean): Attempt {
  let isOut = false;
  /** On the clock that nobody sets. */
  let failedAt = Number.NEGATIVE_INFINITY;

  const isSteady = () => performance.now() - failedAt > GRACE_MS;

  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
      if (isOut && isSteady()) {
        isOut = false;
        log.info('the database is back');
      }
      return true;
    } catch (error) {
      const { message: reason } = error as Error;
      if (!isPassing(error)) {
        if (!isQuiet()) log.error({ reason }, 'looking after jobs failed');
        return false;
      }
      failedAt = performance.now();
      if (!isOut) {
        isOut = true;
        log.warn({ reason }, 'the database is out of reach: jobs wait for it');
      }
      return false;
    }
  };
  return Object.assign(attempt, { isSteady });
}
