import { checkMessage } from './check-message.ts';
import { type Block, BOT_ID, BOT_USER, type Message, type Workspace } from './workspace.ts';

/** Slack's word for why not. */
export class Refusal extends Error {}

/** Too many messages in a channel: 429. */
export class TooSoon extends Error {
  readonly seconds: number;
  constructor(seconds: number) {
    super('ratelimited');
    this.seconds = seconds;
  }
}

/** The Web API's methods in one workspace; `post` puts a message there by whatever way. */
export function createMethods(space: Workspace, origin: () => string) {
  function checkPlace(id: string): void {
    const channel = space.channels.get(id);
    if (!channel || (channel.hidden && !channel.bot)) throw new Refusal('channel_not_found');
    if (!channel.bot) throw new Refusal('not_in_channel');
  }

  function checkTurn(channel: string): void {
    const seconds = space.takeTurn(channel);
    if (seconds !== undefined) throw new TooSoon(seconds);
  }

  function checkContent(args: Block): void {
    const errors = checkMessage(args);
    const file = space.findUnusableFile(args.blocks ?? []);
    if (file !== undefined) errors.push(`slack_file ${file} is not processed`);
    if (errors.length === 0) return;
    space.faults.push(`invalid_blocks: ${errors.join('; ')}`);
    throw new Refusal('invalid_blocks');
  }

  function add(message: Omit<Message, 'ts' | 'edits'>): Message {
    if (message.thread && message.only && !space.threads.has(message.thread)) {
      space.faults.push('a private message in a thread without replies, which nobody is shown');
    }
    if (message.thread && !message.only) space.threads.add(message.thread);
    return space.post({ thread: undefined, only: undefined, ...message, ts: space.nextTs(), edits: 0 });
  }

  function find({ channel, ts }: Block): Message {
    const message = space.findMessage(channel, ts);
    if (!message || message.only !== undefined) throw new Refusal('message_not_found');
    if (message.via !== 'api') throw new Refusal('cant_update_message');
    return message;
  }

  const methods: Readonly<Record<string, (args: Block) => Block>> = {
    'auth.test': () => ({
      team_id: space.team,
      user_id: BOT_USER,
      bot_id: BOT_ID,
      user: 'theta',
      team: 'Theta',
    }),
    'users.info': ({ user: id }) => {
      const person = space.people.get(id);
      if (!person) throw new Refusal('user_not_found');
      const { name, locale } = person;
      return {
        user: { id, name: id.toLowerCase(), locale, profile: { real_name: name, display_name: name } },
      };
    },
    'chat.postMessage': (args) => {
      checkPlace(args.channel);
      checkTurn(args.channel);
      checkContent(args);
      const { channel, text, blocks = [], thread_ts: thread } = args;
      return { channel, ts: add({ channel, text, blocks, thread, via: 'api' }).ts };
    },
    'chat.postEphemeral': (args) => {
      checkPlace(args.channel);
      checkContent(args);
      const { channel, text, blocks = [], thread_ts: thread, user: only } = args;
      return { message_ts: add({ channel, text, blocks, thread, only, via: 'api' }).ts };
    },
    'chat.update': (args) => {
      const message = find(args);
      checkTurn(args.channel);
      checkContent(args);
      space.change(message, { text: args.text, blocks: args.blocks ?? [] });
      return { channel: args.channel, ts: args.ts };
    },
    'chat.delete': (args) => {
      space.remove(find(args));
      return { channel: args.channel, ts: args.ts };
    },
    'files.getUploadURLExternal': ({ filename, length }) => {
      const id = space.nextId('F');
      space.files.set(id, { id, name: filename, length: Number(length) });
      return { file_id: id, upload_url: `${origin()}/upload/${id}` };
    },
    'files.completeUploadExternal': ({ files }) => {
      for (const { id } of files as { id: string }[]) {
        const file = space.files.get(id);
        if (!file?.bytes) throw new Refusal('file_not_found');
        file.completedAt = space.now();
      }
      return { files };
    },
    'files.info': ({ file: id }) => {
      const file = space.files.get(id);
      if (!file) throw new Refusal('file_not_found');
      const done = space.isProcessed(file);
      return {
        file: { id, name: file.name, mimetype: done ? 'image/png' : '', filetype: done ? 'png' : '' },
      };
    },
  };

  /** What comes through a response URL. */
  function respond(id: string, args: Block): void {
    const url = space.responseUrls.get(id)!;
    if (url.uses >= 5) throw new Refusal('used_url');
    if (space.now() - url.madeAt > 30 * 60_000) throw new Refusal('expired_url');
    url.uses += 1;
    const { text, blocks = [], response_type, replace_original, delete_original, thread_ts: thread } = args;
    if (delete_original && url.source) space.remove(url.source);
    checkContent(args);
    // For a slash command there is no original, and Slack posts anew.
    if (replace_original && url.source) space.change(url.source, { text, blocks });
    else {
      const only = response_type === 'in_channel' ? undefined : url.user;
      add({ channel: url.channel, text, blocks, thread, only, via: 'response_url' });
    }
  }

  return { methods, respond };
}
