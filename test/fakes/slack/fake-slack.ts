import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import express from 'express';
import { createHttpMode, createSocketMode, type Delivery, type Envelope } from './deliver.ts';
import { createWebApi } from './web-api.ts';
import { type Block, BOT_USER, type Failure, type Message, TEAM, Workspace } from './workspace.ts';

export type { Message } from './workspace.ts';

const TOKENS = { botToken: 'xoxb-fake-bot', appToken: 'xapp-fake-app', signingSecret: 'fake-signing-secret' };
const SCOPES = [
  'commands',
  'chat:write',
  'app_mentions:read',
  'im:history',
  'files:write',
  'files:read',
  'users:read',
];

interface Where {
  readonly user?: string;
  readonly channel?: string;
  readonly thread?: string;
}

/**
 * A Slack workspace on loopback. In it are: `C0CLASS`, which the bot is in; `C0OTHER`, which it is not; `U0ADA`, who
 * reads English, and `U0LIN`, who reads Chinese; and everybody's direct messages with the bot (`D` + id).
 * @param mode `socket`: the app connects here. `http`: requests go to `appUrl`, which may be set later
 */
export async function startFakeSlack({
  mode = 'socket',
  appUrl = '',
}: {
  mode?: 'socket' | 'http';
  appUrl?: string;
} = {}) {
  const space = new Workspace();
  space.scopes = [...SCOPES];
  const app = express();
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const origin = `http://${host}`;
  const target = { appUrl };
  app.use(
    createWebApi(
      space,
      TOKENS,
      () => origin,
      () => `ws://${host}/link?ticket=fake`,
    ),
  );
  const socket = createSocketMode(space, server, '/link');
  const http = createHttpMode(
    space,
    TOKENS.signingSecret,
    () => new URL('/slack/events', target.appUrl).href,
  );
  let last: Envelope | undefined;

  const addPerson = (id: string, name: string, locale: string) => {
    space.people.set(id, { id, name, locale });
    space.channels.set(`D${id}`, { id: `D${id}`, bot: true, hidden: true });
  };
  const addChannel = (id: string, { bot = true, hidden = false } = {}) =>
    space.channels.set(id, { id, bot, hidden });
  addPerson('U0ADA', 'Ada', 'en-US');
  addPerson('U0LIN', '林', 'zh-CN');
  addChannel('C0CLASS');
  addChannel('C0OTHER', { bot: false });

  const send = async (envelope: Envelope, attempt = 0): Promise<Delivery> => {
    last = envelope;
    const delivery = await (mode === 'socket' ? socket : http).deliver(envelope, attempt);
    // What a person is waiting for fails at once; an event comes again.
    if (delivery.acknowledged || envelope.type !== 'events_api' || attempt === 3) return delivery;
    return delay(200).then(() => send(envelope, attempt + 1));
  };
  const openResponseUrl = (channel: string, user: string, source?: Message): string => {
    const id = space.nextId('R');
    space.responseUrls.set(id, { channel, user, madeAt: space.now(), uses: 0, source });
    return `${origin}/response/${id}`;
  };
  const say = (event: Block, { user = 'U0ADA', channel = 'C0CLASS', thread }: Where) => {
    const ts = space.nextTs();
    if (thread) space.threads.add(thread);
    const full = { user, channel, ts, team: TEAM, ...(thread && { thread_ts: thread }), ...event };
    const payload = { type: 'event_callback', team_id: TEAM, event_id: space.nextId('Ev'), event: full };
    return send({ type: 'events_api', payload }).then((delivery) => ({ ...delivery, ts }));
  };

  return {
    ...TOKENS,
    apiUrl: `${origin}/api/`,
    /** The environment that points a whole Theta process here. */
    environment: {
      SLACK_API_URL: `${origin}/api/`,
      SLACK_BOT_TOKEN: TOKENS.botToken,
      ...(mode === 'socket'
        ? { SLACK_APP_TOKEN: TOKENS.appToken }
        : { SLACK_SIGNING_SECRET: TOKENS.signingSecret }),
    },
    space,
    /** Where the app listens, in HTTP mode. */
    target,
    socket,
    addPerson,
    addChannel,

    /** Types a slash command. */
    slash(line: string, { user = 'U0ADA', channel = 'C0CLASS' }: Where = {}) {
      const [command = '', ...rest] = line.split(' ');
      const payload = {
        command,
        text: escapeTyped(rest.join(' ')),
        team_id: TEAM,
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
        team: { id: TEAM, domain: 'theta' },
        user: { id: user, username: user.toLowerCase(), team_id: TEAM },
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
    /** Slack believes that the last request was lost. */
    redeliver: (attempt = 1) => send(last!, attempt),

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
    async close() {
      socket.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
export type FakeSlack = Awaited<ReturnType<typeof startFakeSlack>>;

/** The words that a person reads in a message; a picture stands as `[its alt text]`, a button as `(label)`. */
export function wordsOf({ blocks }: Message): string {
  return blocks.map(blockWords).join('\n');
}

function blockWords(block: Block): string {
  switch (block.type) {
    case 'rich_text':
      return block.elements
        .flatMap((section: Block) => section.elements)
        .map((element: Block) => element.text ?? `<${element.type}>`)
        .join('');
    case 'context':
      return block.elements.map((element: Block) => element.text).join(' ');
    case 'image':
      return `[${block.alt_text}]`;
    case 'actions':
      return block.elements.map((element: Block) => `(${element.text.text})`).join(' ');
    default:
      return block.text?.text ?? '';
  }
}

export function buttonsOf({ blocks }: Message): Block[] {
  return blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
}

/** The ids of a message's pictures. */
export function picturesOf({ blocks }: Message): string[] {
  return blocks.flatMap((block) => (block.type === 'image' ? [block.slack_file.id] : []));
}

/** Slack escapes these three in what people type. */
function escapeTyped(typed: string): string {
  return typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
