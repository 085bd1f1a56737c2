import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { addSurely, DOUBLE_CLICK_MS, type Job, type Jobs, WORTH_TELLING } from '../command/jobs.ts';
import type { Meter } from '../command/meter.ts';
import type { Theta } from '../command/theta.ts';
import { words } from '../locales/words.ts';
import type { Request } from './receive.ts';
import { renderLine } from './render-reply.ts';
import { WORD } from './response-url.ts';
import { refusalOf } from './slack-error.ts';
import { explainWith, type Remark, tell } from './tell.ts';
import type { Workspaces } from './workspaces.ts';

/** Slack gives us 3 s, the way there and back included. */
const LONGEST_WAIT = 1_000;
const LONGEST_GOODBYE = 5_000;
const MINUTE = 60_000;
/** How long answers are taken: through a response URL, and by a member of the channel, where we set it. */
const ANSWERABLE = { responseUrl: 30 * MINUTE, message: 120 * MINUTE };

export interface Intake {
  /**
   * Keeps a request as a job, unless it was delivered before. Resolves when Slack should be told that it came: once it
   * is kept, or after a second, with the database still busy. Never rejects: what goes wrong the asker is told.
   */
  take(request: Request | undefined): Promise<void>;
  /** Waits for what is on its way to the database, at most 5 s. */
  finish(): Promise<void>;
}

export interface IntakeOptions {
  readonly workspaces: Workspaces;
  readonly meter?: Meter | undefined;
  readonly log: Logger;
}

/** The receiving half: requests on their way to the database. */
export function createIntake({ workspaces, meter, log }: IntakeOptions, theta: Theta, jobs: Jobs): Intake {
  const running = new Set<Promise<void>>();

  /** @returns what the asker should be told */
  async function keep(request: Request, job: Job): Promise<Remark | undefined> {
    try {
      if (request.press !== undefined && !(await jobs.claim(`slack:press:${request.press}`, DOUBLE_CLICK_MS)))
        return undefined;
      const before = (await addSurely(jobs, job)) ?? 0;
      if (before < WORTH_TELLING) return undefined;
      return { say: (locale) => renderLine(words[locale].place(before)), effort: WORD };
    } catch (error) {
      return explainWith(theta, error, job.id);
    }
  }

  return {
    async take(request) {
      if (!request) return;
      const job = toJob(request);
      const kept = keep(request, job);
      const told = kept
        .then((remark) => remark && tell(request, workspaces, remark))
        .catch((error) =>
          log.error({ id: job.id, reason: refusalOf(error) ?? String(error) }, 'a word did not reach Slack'),
        )
        .finally(() => running.delete(told));
      running.add(told);
      await Promise.race([kept, delay(LONGEST_WAIT, undefined, { ref: false })]);
      meter?.acknowledged('slack', (Date.now() - job.receivedAt) / 1000);
    },
    async finish() {
      await Promise.race([Promise.allSettled(running), delay(LONGEST_GOODBYE, undefined, { ref: false })]);
    },
  };
}

function toJob(request: Request): Job {
  const { key, team, place } = request;
  const receivedAt = Date.now();
  return {
    id: `slack:${team}:${key}`,
    asker: { platform: 'slack', space: `slack:${team}`, learner: place.user },
    request,
    receivedAt,
    expiresAt: receivedAt + (place.responseUrl ? ANSWERABLE.responseUrl : ANSWERABLE.message),
  };
}
