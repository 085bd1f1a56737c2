import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiError, unknownInteraction, unknownWebhook } from './api-error.ts';
import { CommandRegistry } from './command-registry.ts';
import { FakeGateway } from './fake-gateway.ts';
import { type FakeButton, FakeInteraction } from './fake-interaction.ts';
import { type Fault, Faults } from './faults.ts';
import { type From, toInteractionJson } from './interaction-json.ts';
import { toMessageJson } from './message-json.ts';
import { readBody } from './read-body.ts';
import { snowflake } from './snowflake.ts';

export interface FakeDiscordOptions {
  /** The only token that is let in; any, when left out. */
  readonly token?: string;
  /** The servers that the bot is in; any, when left out. */
  readonly guilds?: readonly string[];
  readonly shards?: number;
  readonly heartbeatMs?: number;
  /** The clock of the 3 s and 15 min bounds. */
  readonly now?: () => number;
}

export interface RequestRecord {
  readonly method: string;
  /** Below `/api/v10`, without the query. */
  readonly path: string;
  readonly status: number;
}
/** Starts a Discord on loopback: give its `apiUrl` to the bot as `DISCORD_API_URL`, with any token. */
export async function startFakeDiscord(options: FakeDiscordOptions = {}): Promise<FakeDiscord> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new FakeDiscord(server, options);
}

/** Discord's REST API and gateway as a bot meets them, and a person's hands on the other side. */
export class FakeDiscord {
  readonly applicationId = '100000000000000001';
  readonly apiUrl: string;
  readonly gateway: FakeGateway;
  /** Every request that arrived, refused ones included. */
  readonly requests: RequestRecord[] = [];
  /** Every interaction that a person began. */
  readonly interactions: FakeInteraction[] = [];
  readonly #byToken = new Map<string, FakeInteraction>();
  readonly #server: Server;
  readonly #options: FakeDiscordOptions;
  readonly #commands: CommandRegistry;
  readonly #faults = new Faults();

  constructor(server: Server, options: FakeDiscordOptions) {
    const { port } = server.address() as AddressInfo;
    this.#server = server;
    this.#options = options;
    this.#commands = new CommandRegistry(this.applicationId);
    this.apiUrl = `http://127.0.0.1:${port}/api`;
    this.gateway = new FakeGateway(server, {
      acceptsToken: (token) => options.token === undefined || token === options.token,
      applicationId: this.applicationId,
      heartbeatMs: options.heartbeatMs ?? 41_250,
      url: () => `ws://127.0.0.1:${port}/gateway`,
    });
    server.on('request', (request, response) => void this.#serve(request, response));
  }

  /** Resolves when a bot is connected. */
  ready(): Promise<void> {
    return this.gateway.ready();
  }

  /** What is registered, in a server or globally. */
  commands(guild?: string): readonly object[] {
    return this.#commands.list(guild, true);
  }

  /** A person sends a command. Values go as they are: a real client's checks are no protection. */
  command(
    name: string,
    options: Readonly<Record<string, string | number>> = {},
    from: From = {},
  ): FakeInteraction {
    const values = Object.entries(options).map(([option, value]) => ({
      name: option,
      type: this.#commands.optionType(name, option, value),
      value,
    }));
    return this.#interact(2, { id: snowflake(), name, type: 1, options: values }, from);
  }

  /** A person presses a button, in the place where its message stands unless told otherwise. */
  press(button: FakeButton, from: From = {}): FakeInteraction {
    const { message, customId } = button;
    const guild = (message.interaction.payload.guild_id as string | undefined) ?? null;
    const data = { custom_id: customId, component_type: 2, id: 1 };
    return this.#interact(3, data, { guild, ...from }, toMessageJson(message, this.applicationId));
  }

  /** A person is typing into an option. */
  type(name: string, option: string, partial: string, from: From = {}): FakeInteraction {
    const focused = {
      name: option,
      type: this.#commands.optionType(name, option, partial),
      value: partial,
      focused: true,
    };
    return this.#interact(4, { id: snowflake(), name, type: 1, options: [focused] }, from);
  }

  /** Makes the next `count` requests (that match) fail. */
  failNext(
    count: number,
    fault: Fault,
    matches: (method: string, path: string) => boolean = () => true,
  ): void {
    this.#faults.add(count, fault, matches);
  }

  async close(): Promise<void> {
    this.gateway.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #interact(type: number, data: unknown, from: From, message?: unknown): FakeInteraction {
    const payload = toInteractionJson(type, data, this.applicationId, from, message);
    const interaction = new FakeInteraction(payload, this.#options.now ?? Date.now);
    this.interactions.push(interaction);
    this.#byToken.set(interaction.token, interaction);
    this.gateway.dispatch('INTERACTION_CREATE', payload);
    return interaction;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET';
    const { pathname } = new URL(request.url ?? '/', this.apiUrl);
    // discord.js writes `@original` as it is in one place and as `%40original` in another.
    const path = decodeURIComponent(pathname.replace(/^\/api\/v10/, ''));
    const answer = (status: number, json?: unknown, headers: Record<string, string> = {}) => {
      this.requests.push({ method, path, status });
      // Without a body Discord names no type: discord.js would read JSON from nothing.
      response.writeHead(status, {
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      });
      response.end(json === undefined ? undefined : JSON.stringify(json));
    };
    try {
      const fault = this.#faults.take(method, path);
      if (fault && 'drop' in fault) {
        this.requests.push({ method, path, status: 0 });
        response.destroy();
      } else if (fault?.status === 429) {
        const { retryAfter, global = false } = fault;
        const headers = {
          'retry-after': String(retryAfter),
          ...(global && { 'x-ratelimit-global': 'true' }),
        };
        answer(429, { message: 'You are being rate limited.', retry_after: retryAfter, global }, headers);
      } else if (fault && !('afterwards' in fault)) {
        answer(fault.status, { message: 'Injected fault', code: 'code' in fault ? fault.code : 0 });
      } else {
        const result = await this.#route(method, path, request);
        if (fault) answer(fault.status, { message: 'Injected fault', code: 0 });
        else answer(result === undefined ? 204 : 200, result);
      }
    } catch (error) {
      if (!(error instanceof ApiError)) return answer(500, { message: String(error), code: 0 });
      answer(error.status, { message: error.message, code: error.code, errors: error.errors });
    }
  }

  async #route(method: string, path: string, request: IncomingMessage): Promise<unknown> {
    const callback = /^\/interactions\/(\d+)\/([^/]+)\/callback$/.exec(path);
    if (callback && method === 'POST') {
      const interaction = this.#byToken.get(callback[2]!);
      if (!interaction || interaction.id !== callback[1]) throw unknownInteraction();
      interaction.acknowledge(await readBody(request));
      return undefined;
    }
    const webhook = /^\/webhooks\/(\d+)\/([^/]+)(?:\/messages\/([^/]+))?$/.exec(path);
    if (webhook) return this.#serveWebhook(method, webhook, request);
    this.#authorize(request);
    if (path === '/gateway/bot') return this.#gatewayInformation();
    if (path === '/users/@me')
      return { id: this.applicationId, username: 'theta', discriminator: '0', bot: true };
    if (path === '/applications/@me')
      return { id: this.applicationId, name: 'Theta', description: '', flags: 0 };
    const commands = /^\/applications\/(\d+)(?:\/guilds\/(\d+))?\/commands$/.exec(path);
    if (commands) return this.#serveCommands(method, commands[2], request);
    throw new ApiError(404, 0, `404: Not Found: ${method} ${path}`);
  }

  async #serveWebhook(method: string, [, application, token, id]: RegExpExecArray, request: IncomingMessage) {
    const interaction = this.#byToken.get(token!);
    if (!interaction || application !== this.applicationId) throw unknownWebhook();
    const body = await readBody(request);
    if (method === 'POST' && id === undefined)
      return toMessageJson(interaction.followUp(body), this.applicationId);
    if (id === undefined) throw new ApiError(405, 0, '405: Method Not Allowed');
    if (method === 'PATCH') return toMessageJson(interaction.edit(id, body), this.applicationId);
    if (method === 'GET') return toMessageJson(interaction.find(id), this.applicationId);
    if (method === 'DELETE') return interaction.remove(id);
    throw new ApiError(405, 0, '405: Method Not Allowed');
  }

  async #serveCommands(method: string, guild: string | undefined, request: IncomingMessage) {
    if (guild !== undefined && this.#options.guilds && !this.#options.guilds.includes(guild)) {
      throw new ApiError(403, 50001, 'Missing Access');
    }
    if (method === 'PUT') return this.#commands.overwrite(guild, (await readBody(request)).json);
    if (method !== 'GET') throw new ApiError(405, 0, '405: Method Not Allowed');
    const { searchParams } = new URL(request.url!, this.apiUrl);
    return this.#commands.list(guild, searchParams.get('with_localizations') === 'true');
  }

  #gatewayInformation() {
    const { port } = this.#server.address() as AddressInfo;
    return {
      url: `ws://127.0.0.1:${port}/gateway`,
      shards: this.#options.shards ?? 1,
      session_start_limit: { total: 1000, remaining: 999, reset_after: 14_400_000, max_concurrency: 1 },
    };
  }

  #authorize(request: IncomingMessage): void {
    const token = /^Bot (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const { token: expected = token } = this.#options;
    if (token === undefined || token !== expected) throw new ApiError(401, 0, '401: Unauthorized');
  }
}
