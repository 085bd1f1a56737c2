import type { Logger } from 'pino';
import { describeError } from './describe-error.ts';
import { isGone } from './interaction-client.ts';

/** Says that an answer didn't arrive, and whether anybody could still have been reached. */
export function logLost(log: Logger, error: unknown, id: string): void {
  const about = { err: describeError(error), id };
  if (isGone(error)) log.warn(about, 'Discord no longer knows the interaction, or it is answered already');
  else log.error(about, 'an answer did not reach Discord');
}
