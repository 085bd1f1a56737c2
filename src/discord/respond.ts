import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Invocation } from '../command/invocation.ts';
import type { Theta, Typing } from '../command/theta.ts';
import type { Locale } from '../locales/locale.ts';
import { words } from '../locales/words.ts';
import type { Audience, Reply } from '../reply/reply.ts';
import { describeError } from './describe-error.ts';
import { type InteractionClient, isGone } from './interaction-client.ts';
import { LIMITS, PATIENCE, shorten } from './limits.ts';
import { type DiscordMessage, renderReply } from './render-reply.ts';

type Send = (message: DiscordMessage, audience: Audience, deadline: number) => Promise<void>;

/**
 * Answers an invocation: at once where the answer is there, else after a deferral, which Discord shows as
 * "Theta is thinking…". An answer meant for others than its deferral takes the deferral back: a mistake found
 * late is nobody's business but the asker's.
 */
export async function respond(
  invocation: Invocation,
  interaction: InteractionClient,
  theta: Theta,
  log: Logger,
): Promise<void> {
  const { locale } = invocation;
  const answering = theta.answer(invocation);
  const early = await Promise.race([answering, sleep(PATIENCE.deferMs, undefined, { ref: false })]);
  if (early?.kind === 'instant')
    return deliver(early.reply, interaction.reply, interaction.acknowledgeBy, locale, log);

  const deferredFor = early?.audience ?? 'everyone';
  await interaction.defer(deferredFor);
  const answer = early ?? (await answering);
  const reply = answer.kind === 'slow' ? await answer.finish() : answer.reply;

  let deferred = true;
  const send: Send = async (message, audience, deadline) => {
    if (deferred && audience === deferredFor) return interaction.edit(message, deadline);
    if (deferred) await interaction.withdraw();
    deferred = false;
    return interaction.followUp(message, audience, deadline);
  };
  return deliver(reply, send, interaction.answerBy, locale, log);
}

/** Offers rows for what the asker is typing. */
export async function complete(typing: Typing, interaction: InteractionClient, theta: Theta): Promise<void> {
  const command = theta.commands.find(({ name }) => name === typing.command);
  const option = command?.options[typing.option];
  const numeric = option?.kind === 'number' || (option?.kind === 'integer' && option.word === undefined);
  const rows = (await theta.suggest(typing))
    .filter(({ label, value }) => label !== '' && value.length <= LIMITS.suggestion)
    .slice(0, LIMITS.suggestions);
  await interaction.suggest(
    rows.map(({ label, value }) => ({
      name: shorten(label, LIMITS.suggestion),
      value: numeric ? Number(value) : value,
    })),
  );
}

/** Sends the reply; where Discord won't have it, its words without the pictures; then at least an apology. */
async function deliver(
  reply: Reply,
  send: Send,
  deadline: number,
  locale: Locale,
  log: Logger,
): Promise<void> {
  const reference = randomUUID().slice(0, 8);
  const apology: Reply = {
    audience: 'asker',
    blocks: [{ kind: 'text', text: words[locale].fault(reference) }],
  };
  const attempts = hasPicture(reply) ? [reply, withoutPictures(reply, locale), apology] : [reply, apology];
  for (const attempt of attempts) {
    const now = Date.now();
    const until = hasPicture(attempt) ? Math.min(now + PATIENCE.picturesMs, (now + deadline) / 2) : deadline;
    try {
      return await send(renderReply(attempt), attempt.audience, until);
    } catch (error) {
      if (isGone(error) || attempt === apology) throw error;
      log.error(
        { err: describeError(error), reference },
        'Discord did not take an answer; sending a simpler one',
      );
    }
  }
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
