import {
  type APIInteraction,
  DiscordAPIError,
  InteractionResponseType,
  MessageFlags,
  type RawFile,
  type REST,
  RESTJSONErrorCodes,
  Routes,
} from 'discord.js';
import type { Audience } from '../reply/reply.ts';
import { PATIENCE } from './limits.ts';
import type { DiscordMessage } from './render-reply.ts';
import { retry } from './retry.ts';

/** How to reach who asked: plain data, good for 15 minutes, in any process. */
export interface ReplyHandle {
  readonly applicationId: string;
  readonly interactionId: string;
  readonly token: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
}

/** What can be said to an interaction. Passing faults are tried again until the deadline (epoch milliseconds). */
export interface InteractionClient {
  /** Until when the first answer can be given, and the last. */
  readonly acknowledgeBy: number;
  readonly answerBy: number;
  /** Answers at once. */
  reply(message: DiscordMessage, audience: Audience, deadline: number): Promise<void>;
  /** Says that an answer comes, and who will see it. */
  defer(audience: Audience): Promise<void>;
  /** Answers a press with nothing: no message comes, and the one with the button stays as it is. */
  ignore(): Promise<void>;
  /** Puts the answer where the deferral stands. */
  edit(message: DiscordMessage, deadline: number): Promise<void>;
  /** Takes the deferral back, if it is still there. */
  withdraw(): Promise<void>;
  /** A further message; alone after a withdrawn deferral. */
  followUp(message: DiscordMessage, audience: Audience, deadline: number): Promise<void>;
  /** Completes what the asker types. Lost rows are not worth a second try: the next letter asks anew. */
  suggest(choices: readonly { name: string; value: string | number }[]): Promise<void>;
}

export function handleOf(interaction: APIInteraction): ReplyHandle {
  const { application_id, id, token } = interaction;
  return { applicationId: application_id, interactionId: id, token, receivedAt: Date.now() };
}

/** Of one try to acknowledge: a connection that hangs must not use up all the time there is. */
const LONGEST_TRY_MS = 1_400;

/** @param acknowledged hears how many seconds passed until Discord had the first answer */
export function createInteractionClient(
  rest: REST,
  handle: ReplyHandle,
  acknowledged: (seconds: number) => void = () => {},
): InteractionClient {
  const { applicationId, interactionId, token, receivedAt } = handle;
  const callback = Routes.interactionCallback(interactionId, token);
  const webhook = Routes.webhook(applicationId, token);
  const original = Routes.webhookMessage(applicationId, token);
  const acknowledgeBy = receivedAt + PATIENCE.acknowledgeMs;
  const answerBy = receivedAt + PATIENCE.answerMs;
  // Another machine's clock may have stamped its receipt.
  const createdAt = Date.now();
  // The token in the address is all the authority that these requests need.
  const auth = false;

  // An answer may overtake its deferral, in another process: until that has landed, nobody knows its message.
  const isEarly = (error: unknown) =>
    Date.now() < Math.max(receivedAt, createdAt) + PATIENCE.landMs &&
    isCode(error, RESTJSONErrorCodes.UnknownWebhook, RESTJSONErrorCodes.UnknownMessage);

  async function acknowledge(
    type: InteractionResponseType,
    data: object,
    files: RawFile[],
    deadline: number,
  ) {
    await retry(async (attempts) => {
      // One more try fits in: where the first had landed, the second hears that it is acknowledged already.
      const signal = AbortSignal.timeout(Math.max(0, Math.min(LONGEST_TRY_MS, deadline - Date.now())));
      await rest.post(callback, { body: { type, data }, files, auth, signal }).catch((error) => {
        // The attempt before had arrived, although its answer was lost.
        const landed =
          attempts > 1 && isCode(error, RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged);
        if (!landed) throw error;
      });
    }, deadline);
    acknowledged((Date.now() - receivedAt) / 1000);
  }

  return {
    acknowledgeBy,
    answerBy,
    reply(message, audience, deadline) {
      const type = InteractionResponseType.ChannelMessageWithSource;
      return acknowledge(type, addressed(message, audience), message.files, deadline);
    },
    defer(audience) {
      const type = InteractionResponseType.DeferredChannelMessageWithSource;
      return acknowledge(
        type,
        audience === 'asker' ? { flags: MessageFlags.Ephemeral } : {},
        [],
        acknowledgeBy,
      );
    },
    ignore() {
      return acknowledge(InteractionResponseType.DeferredMessageUpdate, {}, [], acknowledgeBy);
    },
    async edit({ body, files }, deadline) {
      await retry(() => rest.patch(original, { body, files, auth }), deadline, isEarly);
    },
    async withdraw() {
      await retry(
        async () => {
          await rest.delete(original, { auth }).catch((error) => {
            if (!isCode(error, RESTJSONErrorCodes.UnknownMessage)) throw error;
          });
        },
        answerBy,
        isEarly,
      );
    },
    async followUp(message, audience, deadline) {
      const request = { body: addressed(message, audience), files: message.files, auth };
      await retry(() => rest.post(webhook, request), deadline, isEarly);
    },
    async suggest(choices) {
      const type = InteractionResponseType.ApplicationCommandAutocompleteResult;
      await rest.post(callback, { body: { type, data: { choices } }, auth });
    },
  };
}

/** The interaction or its message is gone, or somebody else has answered it: there is no one to tell. */
export function isGone(error: unknown): boolean {
  return isCode(
    error,
    RESTJSONErrorCodes.UnknownInteraction,
    RESTJSONErrorCodes.UnknownWebhook,
    RESTJSONErrorCodes.UnknownMessage,
    RESTJSONErrorCodes.InvalidWebhookToken,
    RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged,
  );
}

function addressed({ body }: DiscordMessage, audience: Audience) {
  return audience === 'asker' ? { ...body, flags: body.flags | MessageFlags.Ephemeral } : body;
}

function isCode(error: unknown, ...codes: readonly (string | number)[]): boolean {
  return error instanceof DiscordAPIError && codes.includes(error.code);
}
