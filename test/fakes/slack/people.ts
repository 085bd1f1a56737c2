import type { Delivery, Envelope } from './deliver.ts';
import { buttonsOf, wordsOf } from './read-message.ts';
import { type Block, BOT_USER, type Failure, type Message, type Workspace } from './workspace.ts';

interface Where {
  readonly user?: string;
  readonly channel?: string;
  readonly thread?: string;
}

/** What people do in a workspace, and what they see there. */
export function createPeople(
  space: Workspace,
  send: (envelope: Envelope) => Promise<Delivery>,
  origin: string,
) {
  const { team } = space;

  const openResponseUrl = (channel: string, user: string, source?: Message): string => {
    const id = space.nextId('R');
    space.responseUrls.set(id, { channel, user, madeAt: space.now(), uses: 0, source });
    return `${origin}/response/${id}`;
  };
  const happen = (event: Block): Promise<Delivery> => {
    const payload = {
      type: 'event_callback',
      team_id: team,
      event_id: space.nextId('Ev'),
      event_time: Math.floor(space.now() / 1_000),
      authorizations: [{ team_id: team, user_id: BOT_USER, is_bot: true, is_enterprise_install: false }],
      event,
    };
    return send({ type: 'events_api', payload });
  };
  const say = (event: Block, { user = 'U0ADA', channel = 'C0CLASS', thread }: Where) => {
    const ts = space.nextTs();
    if (thread) space.threads.add(thread);
    const full = { user, channel, ts, team, ...(thread && { thread_ts: thread }), ...event };
    return happen(full).then((delivery) => ({ ...delivery, ts }));
  };

  return {
    space,
    /** Types a slash command. */
    slash(line: string, { user = 'U0ADA', channel = 'C0CLASS' }: Where = {}) {
      const [command = '', ...rest] = line.split(' ');
      const payload = {
        command,
        text: escapeTyped(rest.join(' ')),
        team_id: team,
        user_id: user,
        user_name: user.toLowerCase(),
        channel_id: channel,
        trigger_id: space.nextId('trigger.'),
        response_url: openResponseUrl(channel, user),
        api_app_id: 'A0THETA',
      };
      return send({ type: 'slash_commands', payload });
    },
    /** Writes `@theta …` in a channel. Resolves with the message's `ts`. */
    mention: (text: string, where: Where = {}) =>
      say({ type: 'app_mention', text: `<@${BOT_USER}> ${escapeTyped(text)}` }, where),
    /** Writes to the bot directly. */
    directMessage: (text: string, where: Where = {}) =>
      say(
        { type: 'message', channel_type: 'im', text: escapeTyped(text) },
        { ...where, channel: `D${where.user ?? 'U0ADA'}` },
      ),
    /** Any event at all. */
    event: (event: Block, where: Where = {}) => say(event, where),
    /** A person replies in a message's thread: the message then is a thread's first. */
    reply({ channel, ts }: Message, text: string) {
      space.threads.add(ts);
      const blocks = [{ type: 'section', text: { type: 'plain_text', text } }];
      space.post({
        channel,
        ts: space.nextTs(),
        thread: ts,
        text,
        blocks,
        only: undefined,
        via: 'api',
        edits: 0,
      });
    },
    /** Presses the button with this label. */
    press(message: Message, label: string, { user = 'U0ADA' }: Where = {}) {
      const button = buttonsOf(message).find(({ text }) => text.text === label);
      if (!button) throw new Error(`no button “${label}” in: ${wordsOf(message)}`);
      const { channel, ts } = message;
      const thread = message.thread ?? (space.threads.has(ts) ? ts : undefined);
      const payload = {
        type: 'block_actions',
        team: { id: team, domain: 'theta' },
        user: { id: user, username: user.toLowerCase(), team_id: team },
        channel: { id: channel, name: 'class' },
        container: {
          type: 'message',
          message_ts: ts,
          channel_id: channel,
          is_ephemeral: message.only !== undefined,
        },
        ...(message.only === undefined && {
          message: { type: 'message', ts, ...(thread && { thread_ts: thread }) },
        }),
        actions: [{ ...button, type: 'button', block_id: 'b', action_ts: space.nextTs() }],
        trigger_id: space.nextId('trigger.'),
        response_url: openResponseUrl(channel, user, message),
        api_app_id: 'A0THETA',
      };
      return send({ type: 'interactive', payload });
    },
    /** Removes the app from the workspace: its token is dead at once, and the app is told in two events. */
    async uninstall(): Promise<Delivery[]> {
      if (space.botToken) space.deadTokens.add(space.botToken);
      space.botToken = undefined;
      const revoked = { type: 'tokens_revoked', tokens: { oauth: [], bot: [BOT_USER] } };
      return Promise.all([happen(revoked), happen({ type: 'app_uninstalled' })]);
    },

    messages: (channel = 'C0CLASS') => space.messages.filter((message) => message.channel === channel),
    /** The first message that fits, as soon as there is one. */
    async until(
      fits: (message: Message) => boolean,
      what = 'a message',
      timeoutMs = 20_000,
    ): Promise<Message> {
      const found = await space.until(fits, timeoutMs);
      if (found) return found;
      throw new Error(`${what} did not come; there is: ${space.messages.map(wordsOf).join(' | ')}`);
    },
    /** The next calls of a method fail; `upload` and `response_url` name the two endpoints that are no methods. */
    failNext(method: string, failure: Failure, times = 1) {
      const planned = space.failures.get(method) ?? [];
      space.failures.set(method, [...planned, ...Array.from({ length: times }, () => failure)]);
    },
  };
}
export type People = ReturnType<typeof createPeople>;

/** Slack escapes these three in what people type. */
function escapeTyped(typed: string): string {
  return typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
