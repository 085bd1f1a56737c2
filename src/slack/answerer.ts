import type { Logger } from 'pino';
import type { AnswerJob } from '../command/jobs.ts';
import type { Meter } from '../command/meter.ts';
import type { Theta } from '../command/theta.ts';
import type { Request } from './receive.ts';
import { respond } from './respond.ts';
import { isShutOut, refusalOf } from './slack-error.ts';
import { explainWith, tell } from './tell.ts';
import type { Workspaces } from './workspaces.ts';

export interface AnswererOptions {
  readonly workspaces: Workspaces;
  readonly meter?: Meter | undefined;
  readonly log: Logger;
}

/**
 * The answering half: takes a request that any process received and kept as a job, and answers it in its workspace.
 * The jobs that it makes never reject: when an answer can't reach Slack, the log says so, for there is nobody to tell.
 */
export function createSlackAnswerer(
  { workspaces, meter, log: platformLog }: AnswererOptions,
  theta: Theta,
): AnswerJob {
  return async (job) => {
    const { id } = job;
    const log = platformLog.child({ id });
    const request = job.request as Request;
    try {
      const workspace = await workspaces.open(request.team).catch(async (error) => {
        if (!isShutOut(error)) await tell(request, workspaces, explainWith(theta, error, id));
        throw error;
      });
      await respond(job, workspace, theta, log);
    } catch (error) {
      // Not the whole error: Slack's repeats what it refused, and so a learner's words.
      const refusal = refusalOf(error);
      const reason = refusal ?? String(error);
      // Slack refuses with a 200, which the way there took for success.
      if (refusal !== undefined) meter?.platformError('slack', 'refused');
      if (isShutOut(error)) return log.warn({ reason }, 'no answer: Theta is no longer in that workspace');
      meter?.answerLost('slack');
      log.error({ reason }, 'an answer did not reach Slack');
    }
  };
}
