import type { webApi } from '@slack/bolt';
import type { Place } from './receive.ts';
import type { Message } from './render-reply.ts';
import { sendToResponseUrl } from './response-url.ts';
import { refusalOf } from './slack-error.ts';

/** A message that is there and can still change. */
export interface Posted {
  replace(message: Message): Promise<void>;
  remove(): Promise<void>;
}

/** The way to one place. */
export interface Conversation {
  /** In the bot's own conversation with the asker: whatever is posted there is private. */
  readonly direct: boolean;
  /** False once it is known that what is posted here can't change any more. */
  readonly changeable: boolean;
  /** For everyone there. Undefined where it went out through the response URL. */
  post(this: void, message: Message): Promise<Posted | undefined>;
  /** A word meanwhile. Where it couldn't be replaced later, it goes to the asker alone. */
  announce(this: void, message: Message): Promise<Posted | undefined>;
  /** For the asker alone. */
  whisper(this: void, message: Message): Promise<undefined>;
}

/** The bot can't post here by itself. */
const OUTSIDE = new Set(['not_in_channel', 'channel_not_found', 'restricted_action', 'is_archived']);

/** Somebody removed the message, or the workspace doesn't let messages change. */
const GONE = new Set([
  'message_not_found',
  'cant_update_message',
  'cant_delete_message',
  'edit_window_closed',
]);

/** Posts as the bot where it is a member, and through the request's response URL where it is not. */
export function openConversation(client: webApi.WebClient, place: Place): Conversation {
  const { channel, user, direct, responseUrl, opensThread } = place;
  const thread = place.thread === undefined ? {} : { thread_ts: place.thread };
  let member = true;

  async function send(message: Message): Promise<string> {
    // A learner's address gets no preview.
    const manners = { unfurl_links: false, unfurl_media: false };
    return (await client.chat.postMessage({ channel, ...thread, ...manners, ...message })).ts!;
  }

  async function postAsMember(message: Message): Promise<Posted> {
    let ts = await send(message);
    return {
      async replace(next) {
        try {
          await client.chat.update({ channel, ts, ...next });
        } catch (error) {
          if (!GONE.has(refusalOf(error) ?? '')) throw error;
          ts = await send(next);
        }
      },
      async remove() {
        await client.chat.delete({ channel, ts }).catch((error) => {
          if (!GONE.has(refusalOf(error) ?? '')) throw error;
        });
      },
    };
  }

  async function postFor(message: Message, outside: 'in_channel' | 'ephemeral'): Promise<Posted | undefined> {
    try {
      if (member) return await postAsMember(message);
    } catch (error) {
      if (responseUrl === undefined || !OUTSIDE.has(refusalOf(error) ?? '')) throw error;
      member = false;
    }
    await sendToResponseUrl(responseUrl!, outside, { ...message, ...thread });
    return undefined;
  }

  return {
    direct,
    get changeable() {
      return member;
    },
    post: (message) => postFor(message, 'in_channel'),
    announce: (message) => postFor(message, 'ephemeral'),
    async whisper(message) {
      const here = { ...(opensThread ? {} : thread), ...message };
      if (direct) await send(message);
      else if (responseUrl !== undefined) await sendToResponseUrl(responseUrl, 'ephemeral', here);
      else await client.chat.postEphemeral({ channel, user, ...here });
      return undefined;
    },
  };
}
