import type { Platform } from './invocation.ts';

/** Why a call to a platform failed: we were too fast, it was its own fault, it said no, or no answer came. */
export type PlatformErrorKind = 'rate-limited' | 'server' | 'refused' | 'lost';

/** What an adapter reports of its platform, for /metrics: numbers and fixed words, nothing of a learner's. */
export interface Meter {
  /** @param seconds from a request's arrival until the platform had its acknowledgement */
  acknowledged(platform: Platform, seconds: number): void;
  /** An answer that its learner will not get: the log says why. */
  answerLost(platform: Platform): void;
  /** Every call that failed counts, also where it is tried again. */
  platformError(platform: Platform, kind: PlatformErrorKind): void;
}
