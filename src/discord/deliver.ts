import type { Logger } from 'pino';
import type { Invocation } from '../command/invocation.ts';
import type { Theta } from '../command/theta.ts';
import type { Locale } from '../locales/locale.ts';
import { words } from '../locales/words.ts';
import type { Audience, Reply } from '../reply/reply.ts';
import { describeError } from './describe-error.ts';
import { type InteractionClient, isGone } from './interaction-client.ts';
import { PATIENCE } from './limits.ts';
import { type DiscordMessage, renderReply } from './render-reply.ts';

/** How a message gets to where its interaction waits for it, and until when that is possible. */
export interface Route {
  readonly deadline: number;
  send(message: DiscordMessage, audience: Audience, deadline: number): Promise<void>;
}

/** How far an answer has come that can't be sent by one edit. */
export type Progress = 'withdrawing' | 'answered';

/** The way of an answer that is there at once. */
export function atOnce(interaction: InteractionClient): Route {
  return { deadline: interaction.acknowledgeBy, send: interaction.reply };
}

/**
 * The way of an answer after a deferral: in its place where both are for the same audience. Otherwise the deferral is
 * taken back: a mistake found late is nobody's business but the asker's.
 * @param progress how far an earlier attempt came
 * @param note keeps how far this one has come, for a later attempt
 */
export function afterDeferral(
  interaction: InteractionClient,
  deferredFor: Audience,
  progress?: Progress,
  note: (progress: Progress) => Promise<unknown> = async () => {},
): Route {
  let withdrawn = progress === 'withdrawing';
  return {
    deadline: interaction.answerBy,
    async send(message, audience, deadline) {
      if (!withdrawn && audience === deferredFor) return interaction.edit(message, deadline);
      if (!withdrawn) await note('withdrawing');
      withdrawn = true;
      await interaction.withdraw();
      await interaction.followUp(message, audience, deadline);
      await note('answered');
    },
  };
}

/**
 * Sends the reply; where Discord won't have it, its words without the pictures; then at least an apology.
 * @throws what the last of them met with
 */
export async function deliver(
  reply: Reply,
  route: Route,
  invocation: Invocation,
  { theta, log }: { readonly theta: Theta; readonly log: Logger },
): Promise<void> {
  const { id, locale } = invocation;
  for (const attempt of hasPicture(reply) ? [reply, withoutPictures(reply, locale)] : [reply]) {
    const now = Date.now();
    const until = hasPicture(attempt)
      ? Math.min(now + PATIENCE.picturesMs, (now + route.deadline) / 2)
      : route.deadline;
    try {
      return await route.send(renderReply(attempt), attempt.audience, until);
    } catch (error) {
      if (isGone(error)) throw error;
      log.warn({ err: describeError(error), id }, 'Discord did not take an answer; sending a simpler one');
    }
  }
  const apology = await theta.explain(new Error('Discord took no form of an answer'), invocation);
  await route.send(renderReply(apology), apology.audience, route.deadline);
}

function hasPicture({ blocks }: Reply): boolean {
  return blocks.some(({ kind }) => kind === 'picture');
}

function withoutPictures(reply: Reply, locale: Locale): Reply {
  const blocks = reply.blocks.map((block) =>
    block.kind === 'picture'
      ? ({ kind: 'text', text: words[locale].pictureFailed(block.alt) } as const)
      : block,
  );
  return { ...reply, blocks };
}
