import type { BlockAction, ButtonAction, SlashCommand } from '@slack/bolt';
import type { Invocation } from '../command/invocation.ts';
import { decodeText } from './decode-text.ts';

/** Where an answer goes. */
export interface Place {
  readonly channel: string;
  readonly user: string;
  /** The thread to answer in, by its first message. */
  readonly thread?: string | undefined;
  /** Nothing is in that thread yet. Slack shows nobody a private message there. */
  readonly opensThread?: boolean;
  /** In the bot's own conversation with one person: everything there is private already. */
  readonly direct: boolean;
  /** Reaches the place without membership: 5 times within 30 minutes. Messages and mentions have none. */
  readonly responseUrl?: string | undefined;
}

/** What a learner asked, from whatever Slack sent. */
export interface Request {
  /** The same for every delivery of the same request. */
  readonly key: string;
  readonly team: string;
  /** The same for both clicks of a double click, which are two requests for Slack. */
  readonly press?: string;
  readonly input: Invocation['input'];
  /** What to say above an answer in the channel: a slash command and a press leave no trace there themselves. */
  readonly said?: string;
  readonly place: Place;
}

/** The fields that are read from `app_mention` and `message` events. */
export interface MessageEvent {
  readonly type: string;
  readonly subtype?: string;
  readonly channel: string;
  readonly channel_type?: string;
  readonly user?: string;
  readonly bot_id?: string;
  readonly text?: string;
  readonly ts: string;
  readonly thread_ts?: string;
  readonly edited?: unknown;
  readonly team?: string;
}

// Each throws a TypeError for what is no such payload at all.

/** `/theta-train epochs:5` with the prefix `theta-` → the line `train epochs:5`. */
export function fromSlashCommand(command: SlashCommand, prefix: string): Request {
  const name = command.command.replace(/^\//, '');
  const line =
    `${name.startsWith(prefix) ? name.slice(prefix.length) : name} ${decodeText(command.text)}`.trim();
  return {
    key: command.trigger_id,
    team: command.team_id,
    input: { text: line },
    said: `${command.command} ${decodeText(command.text)}`.trim(),
    place: {
      channel: command.channel_id,
      user: command.user_id,
      direct: false,
      responseUrl: command.response_url,
    },
  };
}

/** A pressed button, as the presser's own request; answered where the button stands. */
export function fromButton(body: BlockAction<ButtonAction>, action: ButtonAction): Request {
  const { ts, thread_ts: thread } = body.message ?? body.container;
  const channel = body.channel?.id ?? String(body.container.channel_id);
  return {
    key: `${body.trigger_id}:${action.action_id}`,
    team: body.team?.id ?? body.user.team_id ?? '',
    press: `${channel}:${body.container.message_ts}:${action.action_id}:${body.user.id}`,
    input: { button: String(action.value ?? '') },
    said: String(action.text.text),
    place: {
      channel,
      user: body.user.id,
      // The first message of a thread names that thread, too, but stands in the channel.
      thread: thread === ts ? undefined : thread,
      direct: false,
      responseUrl: body.response_url,
    },
  };
}

/**
 * A mention in a channel, answered in a thread so that the channel stays calm; or a direct message. Undefined for
 * what is not a person's new words to the bot: edits, joins, other bots, and channel messages that don't mention it.
 */
export function fromMessage(event: MessageEvent, team: string, botUser: string): Request | undefined {
  const direct = event.channel_type === 'im' || event.channel.startsWith('D');
  const meant = event.type === 'app_mention' || direct;
  if (!meant || !event.user || event.bot_id || event.subtype || event.edited) return undefined;
  const line = decodeText(
    (event.text ?? '').replace(new RegExp(`^\\s*<@${botUser}(?:\\|[^>]*)?>[\\s,，:：]*`), ''),
  );
  return {
    // A mention in a direct message may come as two events, with one timestamp.
    key: `${event.channel}:${event.ts}`,
    team,
    input: { text: line === '' ? 'help' : line },
    place: {
      channel: event.channel,
      user: event.user,
      thread: event.thread_ts ?? (direct ? undefined : event.ts),
      opensThread: event.thread_ts === undefined,
      direct,
    },
  };
}
