import { type AnswerJob, MOST_ATTEMPTS } from '../command/jobs.ts';
import type { Theta } from '../command/theta.ts';
import { createRest, type RestSettings } from './create-rest.ts';
import { afterDeferral, deliver, type Progress } from './deliver.ts';
import { describeError } from './describe-error.ts';
import type { DiscordRequest } from './discord-job.ts';
import { createInteractionClient } from './interaction-client.ts';
import type { Landings } from './landings.ts';
import { logLost } from './log-lost.ts';

export interface AnswererSettings extends RestSettings {
  /** Shared with what receives in this process. */
  readonly landings?: Landings | undefined;
}

/**
 * The answering half: works out the answers of kept jobs and puts them where their deferrals stand. It needs neither a
 * token nor the gateway. What can't be delivered is logged.
 */
export function createDiscordAnswerer(settings: AnswererSettings, theta: Theta): AnswerJob {
  const { landings, log } = settings;
  const rest = createRest(settings);
  return async (job) => {
    const { invocation, handle, deferredFor } = job.request as DiscordRequest;
    const { id } = invocation;
    const progress = job.note as Progress | undefined;
    if (progress === 'answered') return;
    const note = (now: Progress) =>
      // A note that is lost costs at most a second message, after a crash.
      job.keepNote(now).catch((error) => log.warn({ err: describeError(error), id }, 'a note was not kept'));
    const route = afterDeferral(createInteractionClient(rest, handle), deferredFor, progress, note);
    try {
      const reply = await (job.attempt > MOST_ATTEMPTS
        ? theta.explain(new Error(`no answer in ${MOST_ATTEMPTS} attempts`), invocation)
        : answer());
      await landings?.wait(handle.interactionId);
      await deliver(reply, route, invocation, { theta, log });
      log.debug({ id, ms: Date.now() - handle.receivedAt }, 'answered');
    } catch (error) {
      settings.meter?.answerLost('discord');
      logLost(log, error, id);
    }

    async function answer() {
      const answer = await theta.answer(invocation);
      return answer.kind === 'slow' ? answer.finish() : answer.reply;
    }
  };
}
