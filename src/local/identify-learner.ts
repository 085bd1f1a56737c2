import { createHash, randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';

const NAME = 'theta-learner';
const COOKIE = new RegExp(`(?:^|;\\s*)${NAME}=([0-9a-f-]{36})(?:;|$)`);
/** Browsers keep a cookie no longer than this. */
const FOUR_HUNDRED_DAYS = 400 * 24 * 60 * 60 * 1000;

/**
 * Who sits at this browser, by a random cookie that is given out where there is none. What is stored and logged
 * is only its hash, so neither lets anyone act as this learner.
 *
 * Only the page's own requests may come here: a link from another site arrives without the `SameSite=Strict`
 * cookie, and answering it with a new one would make the learner somebody else.
 */
export function identifyLearner(request: Request, response: Response): string {
  const secret = COOKIE.exec(request.headers.cookie ?? '')?.[1] ?? randomUUID();
  response.cookie(NAME, secret, {
    httpOnly: true,
    sameSite: 'strict',
    secure: request.secure,
    path: '/api',
    maxAge: FOUR_HUNDRED_DAYS,
  });
  return createHash('sha256').update(secret).digest('base64url').slice(0, 22);
}
