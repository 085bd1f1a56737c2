import type { Invocation } from '../command/invocation.ts';
import type { Job } from '../command/jobs.ts';
import type { Audience } from '../reply/reply.ts';
import type { ReplyHandle } from './interaction-client.ts';
import { PATIENCE } from './limits.ts';

/** A Discord job's `request`: what was asked, how to reach who asked, and who sees that an answer comes. */
export interface DiscordRequest {
  readonly invocation: Invocation;
  readonly handle: ReplyHandle;
  readonly deferredFor: Audience;
}

export function toJob(request: DiscordRequest): Job {
  const { invocation, handle } = request;
  return {
    id: invocation.id,
    asker: invocation.asker,
    request,
    receivedAt: handle.receivedAt,
    expiresAt: handle.receivedAt + PATIENCE.answerMs,
  };
}
