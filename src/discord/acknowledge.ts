import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { addSurely, DOUBLE_CLICK_MS, type Jobs, WORTH_TELLING } from '../command/jobs.ts';
import type { Meter } from '../command/meter.ts';
import type { Theta } from '../command/theta.ts';
import { words } from '../locales/words.ts';
import type { Reply } from '../reply/reply.ts';
import { text } from '../reply/text.ts';
import { afterDeferral, atOnce, deliver } from './deliver.ts';
import { toJob } from './discord-job.ts';
import type { InteractionClient, ReplyHandle } from './interaction-client.ts';
import type { Landings } from './landings.ts';
import { PATIENCE } from './limits.ts';
import type { Received } from './receive.ts';
import { renderReply } from './render-reply.ts';

export interface Surroundings {
  readonly theta: Theta;
  readonly jobs: Jobs;
  readonly meter?: Meter | undefined;
  /** Shared with who answers in this process. */
  readonly landings?: Landings | undefined;
  readonly log: Logger;
}

type Kept = { readonly before: number | undefined } | { readonly error: unknown };

/**
 * The receiving half: what is there at once is the answer. Slow work is kept as a job before a deferral leaves, so that
 * what was acknowledged is answered; but Discord's three seconds are harder than any database.
 */
export async function acknowledge(
  { invocation, press }: Extract<Received, { kind: 'invocation' }>,
  handle: ReplyHandle,
  interaction: InteractionClient,
  surroundings: Surroundings,
): Promise<void> {
  const { theta, jobs } = surroundings;
  if (press !== undefined) {
    const whose = await claimPress(invocation.id, press, jobs);
    if (whose === 'repeated') return interaction.ignore();
    if (whose === 'taken') return;
  }

  const early = await within(handle.receivedAt + PATIENCE.deferMs - Date.now(), theta.answer(invocation));
  if (early?.kind === 'instant') return deliver(early.reply, atOnce(interaction), invocation, surroundings);

  const deferredFor = early?.audience ?? 'everyone';
  const keeping: Promise<Kept> = addSurely(jobs, toJob({ invocation, handle, deferredFor })).then(
    (before) => ({ before }),
    (error: unknown) => ({ error }),
  );
  let kept = await within(PATIENCE.keepMs, keeping);
  let route = atOnce(interaction);
  if (kept === undefined) {
    await interaction.defer(deferredFor);
    route = afterDeferral(interaction, deferredFor);
    kept = await keeping;
  } else if ('before' in kept && kept.before !== undefined) {
    if (kept.before < WORTH_TELLING) return interaction.defer(deferredFor);
    // Their place is the acknowledgement itself: as an edit of its own it could come after the answer.
    const line = text`${words[invocation.locale].place(kept.before)}`;
    const place: Reply = { audience: deferredFor, blocks: [{ kind: 'text', text: line }] };
    return interaction.reply(renderReply(place), deferredFor, interaction.acknowledgeBy);
  }
  // Where it was added before, another process answers, and acknowledges.
  if ('error' in kept) {
    await deliver(await theta.explain(kept.error, invocation), route, invocation, surroundings);
  }
}

/** Whether to answer a press. While the database can't tell, rather twice than not at all. */
async function claimPress(id: string, press: string, jobs: Jobs): Promise<'mine' | 'repeated' | 'taken'> {
  const claim = async () => {
    // Two bots on one token get the same interaction: no double click, and not to be silenced by the second.
    if (!(await jobs.claim(`${id}:press`, DOUBLE_CLICK_MS))) return 'taken';
    return (await jobs.claim(press, DOUBLE_CLICK_MS)) ? 'mine' : 'repeated';
  };
  return (
    (await within(
      PATIENCE.claimMs,
      claim().catch(() => undefined),
    )) ?? 'mine'
  );
}

/** What comes within so many milliseconds; undefined when nothing does. */
function within<T>(ms: number, coming: Promise<T>): Promise<T | undefined> {
  return Promise.race([coming, sleep(Math.max(0, ms), undefined, { ref: false })]);
}
