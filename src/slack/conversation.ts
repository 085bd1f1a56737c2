import type { Audience } from '../reply/reply.ts';
import type { Notebook } from './notebook.ts';
import type { Place } from './receive.ts';
import type { Message } from './render-reply.ts';
import { ANSWER, type Effort, sendToResponseUrl, WORD } from './response-url.ts';
import { refusalOf } from './slack-error.ts';
import type { Workspace } from './workspaces.ts';

/** The way to one place, for one answer. Whatever attempt it is, the answer is there once. */
export interface Conversation {
  /** In the bot's own conversation with the asker: whatever is posted there is private. */
  readonly direct: boolean;
  /** Whether words may go now and their picture later; not where messages can't change, or others wait for a turn. */
  readonly hasTime: boolean;
  /** For everyone there: a new message at first, and from then on that same one, in this and any later attempt. */
  show(this: void, message: Message): Promise<void>;
  /** The same, to be shown again soon; nowhere, where it would stay as it is. */
  preview(this: void, message: Message): Promise<unknown>;
  /**
   * A word meanwhile, in whose place the answer is shown. To the asker alone where it couldn't be replaced, or where
   * others wait for the channel; nowhere, where that would cost a message too.
   */
  announce(this: void, message: Message, audience: Audience): Promise<void>;
  /** For the asker alone. */
  whisper(this: void, message: Message): Promise<void>;
  /** Removes what was shown. */
  takeBack(this: void): Promise<void>;
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
export function openConversation(
  { client, pacer }: Workspace,
  { channel, user, direct, responseUrl, ...place }: Place,
  notebook: Notebook,
): Conversation {
  const thread = place.thread === undefined ? {} : { thread_ts: place.thread };
  // Slack shows nobody a private message in a thread that has no other.
  const privately = place.opensThread ? {} : thread;
  let member = true;

  async function post(message: Message): Promise<void> {
    await pacer.turn(channel);
    // A learner's address gets no preview.
    const manners = { unfurl_links: false, unfurl_media: false };
    const { ts } = await client.chat.postMessage({ channel, ...thread, ...manners, ...message });
    await notebook.add({ ts: ts! });
  }

  async function replace(ts: string, message: Message): Promise<void> {
    await pacer.turn(channel);
    try {
      await client.chat.update({ channel, ts, ...message });
    } catch (error) {
      if (!GONE.has(refusalOf(error) ?? '')) throw error;
      await post(message);
    }
  }

  /** @returns false where the response URL is the only way */
  async function put(message: Message): Promise<boolean> {
    const { ts } = notebook.note;
    try {
      if (ts !== undefined) await replace(ts, message);
      else if (member) await post(message);
    } catch (error) {
      if (responseUrl === undefined || !OUTSIDE.has(refusalOf(error) ?? '')) throw error;
      member = false;
    }
    return member;
  }

  async function show(message: Message): Promise<void> {
    if (await put(message)) return;
    await pacer.turn(channel);
    await sendToResponseUrl(responseUrl!, 'in_channel', { ...message, ...thread }, ANSWER);
    await notebook.add({ answered: true });
  }

  async function tellAsker(message: Message, effort: Effort): Promise<void> {
    if (responseUrl === undefined)
      await client.chat.postEphemeral({ channel, user, ...privately, ...message });
    else await sendToResponseUrl(responseUrl, 'ephemeral', { ...privately, ...message }, effort);
  }

  return {
    direct,
    get hasTime() {
      return member && pacer.isFree(channel);
    },
    show,
    preview: put,
    async announce(message, audience) {
      const open = direct || audience === 'everyone';
      if (open && pacer.isFree(channel) && (await put(message))) return;
      if (!open || responseUrl !== undefined) await tellAsker(message, WORD);
    },
    async whisper(message) {
      if (direct) return show(message);
      await tellAsker(message, ANSWER);
      await notebook.add({ answered: true });
    },
    async takeBack() {
      const { ts } = notebook.note;
      if (ts === undefined) return;
      await client.chat.delete({ channel, ts }).catch((error) => {
        if (!GONE.has(refusalOf(error) ?? '')) throw error;
      });
    },
  };
}
