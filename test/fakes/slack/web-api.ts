import express, { type Request, type Response, Router } from 'express';
import { checkMessage } from './check-message.ts';
import {
  type Block,
  BOT_ID,
  BOT_USER,
  type Failure,
  type Message,
  TEAM,
  type Workspace,
} from './workspace.ts';

interface Tokens {
  readonly botToken: string;
  readonly appToken: string;
}

const SCOPES: Readonly<Record<string, string>> = {
  'chat.postMessage': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.update': 'chat:write',
  'chat.delete': 'chat:write',
  'files.getUploadURLExternal': 'files:write',
  'files.completeUploadExternal': 'files:write',
  'files.info': 'files:read',
  'users.info': 'users:read',
};

class Refusal extends Error {}

/** Slack's Web API, its upload endpoint and its response URLs. `socketUrl` is what `apps.connections.open` hands out. */
export function createWebApi(
  space: Workspace,
  tokens: Tokens,
  origin: () => string,
  socketUrl: () => string,
): Router {
  const router = Router();

  router.post('/api/:method', express.urlencoded({ extended: false, limit: '2mb' }), (request, response) => {
    const method = String(request.params.method);
    const args = parseArguments(request.body);
    space.calls.push({ method, args });
    const failure = space.takeFailure(method);
    if (failure) return sendFailure(response, failure);
    try {
      authorise(method, request.get('authorization'));
      const run = methods[method];
      if (!run) throw new Refusal('unknown_method');
      response.json({ ok: true, ...run(args) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      response.json({ ok: false, error: error.message });
    }
  });

  router.post('/upload/:id', express.raw({ type: () => true, limit: '20mb' }), (request, response) => {
    const failure = space.takeFailure('upload');
    if (failure) return sendFailure(response, failure);
    const file = space.files.get(request.params.id!);
    if (!file || request.body.length !== file.length) return void response.status(400).send('bad upload');
    file.bytes = new Uint8Array(request.body);
    response.send(`OK - ${file.length}`);
  });

  router.post('/response/:id', express.json({ limit: '2mb' }), (request, response) => {
    const failure = space.takeFailure('response_url');
    if (failure) return sendFailure(response, failure);
    const error = takeResponse(request as Request<{ id: string }>);
    if (error === undefined) response.send('ok');
    else response.status(error === 'invalid_blocks' ? 400 : 404).json({ ok: false, error });
  });

  function authorise(method: string, header: string | undefined): void {
    const token = method === 'apps.connections.open' ? tokens.appToken : tokens.botToken;
    if (header !== `Bearer ${token}`) throw new Refusal('invalid_auth');
    const scope = SCOPES[method];
    if (scope === undefined || space.scopes.includes(scope)) return;
    space.faults.push(`missing_scope: ${method} needs ${scope}`);
    throw new Refusal('missing_scope');
  }

  function checkPlace(id: string): void {
    const channel = space.channels.get(id);
    if (!channel || (channel.hidden && !channel.bot)) throw new Refusal('channel_not_found');
    if (!channel.bot) throw new Refusal('not_in_channel');
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
    'auth.test': () => ({ team_id: TEAM, user_id: BOT_USER, bot_id: BOT_ID, user: 'theta', team: 'Theta' }),
    'apps.connections.open': () => ({ url: socketUrl() }),
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

  /** @returns Slack's word for why not */
  function takeResponse(request: Request<{ id: string }>): string | undefined {
    const url = space.responseUrls.get(request.params.id);
    if (!url) return 'no_service';
    if (url.uses >= 5) return 'used_url';
    if (space.now() - url.madeAt > 30 * 60_000) return 'expired_url';
    url.uses += 1;
    const {
      text,
      blocks = [],
      response_type,
      replace_original,
      delete_original,
      thread_ts: thread,
    } = request.body;
    if (delete_original && url.source) space.remove(url.source);
    try {
      checkContent(request.body);
    } catch {
      return 'invalid_blocks';
    }
    // For a slash command there is no original, and Slack posts anew.
    if (replace_original && url.source) space.change(url.source, { text, blocks });
    else {
      const only = response_type === 'in_channel' ? undefined : url.user;
      add({ channel: url.channel, text, blocks, thread, only, via: 'response_url' });
    }
    return undefined;
  }

  return router;
}

/** Arguments come as a form, whatever is no string in it as JSON. */
function parseArguments(form: Block): Block {
  return Object.fromEntries(
    Object.entries(form).map(([key, value]) => [
      key,
      /^[[{]/.test(value) && key !== 'text' ? JSON.parse(value) : value,
    ]),
  );
}

function sendFailure(response: Response, failure: Failure): void {
  if ('error' in failure) return void response.json({ ok: false, error: failure.error });
  if (failure.retryAfter !== undefined) response.set('retry-after', String(failure.retryAfter));
  response
    .status(failure.status)
    .json({ ok: false, error: failure.status === 429 ? 'ratelimited' : 'fatal_error' });
}
