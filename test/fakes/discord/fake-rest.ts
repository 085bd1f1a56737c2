import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, unknownInteraction, unknownWebhook } from './api-error.ts';
import type { CommandRegistry } from './command-registry.ts';
import type { FakeInteraction } from './fake-interaction.ts';
import { comesAfterwards, type Fault, Faults } from './faults.ts';
import { toMessageJson } from './message-json.ts';
import { RateLimits } from './rate-limits.ts';
import { readBody } from './read-body.ts';

export interface RequestRecord {
  readonly method: string;
  /** Below `/api/v10`, without the query. */
  readonly path: string;
  readonly status: number;
}

export interface RestOptions {
  /** The only token that is let in; any, when left out. */
  readonly token: string | undefined;
  /** The servers that the bot is in; any, when left out. */
  readonly guilds: readonly string[] | undefined;
  readonly applicationId: string;
  readonly commands: CommandRegistry;
  /** Those that a person began, by their tokens; more may come. */
  readonly interactions: ReadonlyMap<string, FakeInteraction>;
  /** What `/gateway/bot` answers. */
  readonly gateway: object;
}

/** Discord's REST API, with what may go wrong on the way. */
export class FakeRest {
  readonly requests: RequestRecord[] = [];
  readonly faults = new Faults();
  readonly #limits = new RateLimits();
  readonly #options: RestOptions;

  constructor(options: RestOptions) {
    this.#options = options;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET';
    const { pathname } = new URL(request.url ?? '/', 'http://fake');
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
    const fail = (fault: Fault, result?: unknown) => {
      if (!('status' in fault)) {
        this.requests.push({ method, path, status: 0 });
        if ('half' in fault) breakOff(response, JSON.stringify(result ?? {}));
        else if ('drop' in fault) response.destroy();
      } else if (fault.status === 429) {
        const { retryAfter, global = false } = fault;
        const headers = {
          'retry-after': String(retryAfter),
          ...(global && { 'x-ratelimit-global': 'true' }),
        };
        answer(429, tooFast(retryAfter, global), headers);
      } else answer(fault.status, { message: 'Injected fault', code: 'code' in fault ? fault.code : 0 });
    };
    try {
      const fault = this.faults.take(method, path);
      if (fault && !comesAfterwards(fault)) return fail(fault);
      const limited = fault ? undefined : this.#limits.take(path);
      if (limited?.retryAfter !== undefined)
        return answer(429, tooFast(limited.retryAfter, false), limited.headers);
      const result = await this.#route(method, path, request);
      if (fault) fail(fault, result);
      else answer(result === undefined ? 204 : 200, result, limited?.headers);
    } catch (error) {
      if (!(error instanceof ApiError)) return answer(500, { message: String(error), code: 0 });
      answer(error.status, { message: error.message, code: error.code, errors: error.errors });
    }
  }

  async #route(method: string, path: string, request: IncomingMessage): Promise<unknown> {
    const callback = /^\/interactions\/(\d+)\/([^/]+)\/callback$/.exec(path);
    if (callback && method === 'POST') {
      const interaction = this.#options.interactions.get(callback[2]!);
      if (!interaction || interaction.id !== callback[1]) throw unknownInteraction();
      interaction.acknowledge(await readBody(request));
      return undefined;
    }
    const webhook = /^\/webhooks\/(\d+)\/([^/]+)(?:\/messages\/([^/]+))?$/.exec(path);
    if (webhook) return this.#serveWebhook(method, webhook, request);
    this.#authorize(request);
    if (path === '/gateway/bot') return this.#options.gateway;
    if (path === '/users/@me')
      return { id: this.#options.applicationId, username: 'theta', discriminator: '0', bot: true };
    if (path === '/applications/@me')
      return { id: this.#options.applicationId, name: 'Theta', description: '', flags: 0 };
    const commands = /^\/applications\/(\d+)(?:\/guilds\/(\d+))?\/commands$/.exec(path);
    if (commands) return this.#serveCommands(method, commands[2], request);
    throw new ApiError(404, 0, `404: Not Found: ${method} ${path}`);
  }

  async #serveWebhook(method: string, [, application, token, id]: RegExpExecArray, request: IncomingMessage) {
    const interaction = this.#options.interactions.get(token!);
    if (!interaction || application !== this.#options.applicationId) throw unknownWebhook();
    const body = await readBody(request);
    if (method === 'POST' && id === undefined)
      return toMessageJson(interaction.followUp(body), this.#options.applicationId);
    if (id === undefined) throw new ApiError(405, 0, '405: Method Not Allowed');
    if (method === 'PATCH') return toMessageJson(interaction.edit(id, body), this.#options.applicationId);
    if (method === 'GET') return toMessageJson(interaction.find(id), this.#options.applicationId);
    if (method === 'DELETE') return interaction.remove(id);
    throw new ApiError(405, 0, '405: Method Not Allowed');
  }

  async #serveCommands(method: string, guild: string | undefined, request: IncomingMessage) {
    if (guild !== undefined && this.#options.guilds && !this.#options.guilds.includes(guild)) {
      throw new ApiError(403, 50001, 'Missing Access');
    }
    if (method === 'PUT') return this.#options.commands.overwrite(guild, (await readBody(request)).json);
    if (method !== 'GET') throw new ApiError(405, 0, '405: Method Not Allowed');
    const { searchParams } = new URL(request.url!, 'http://fake');
    return this.#options.commands.list(guild, searchParams.get('with_localizations') === 'true');
  }

  #authorize(request: IncomingMessage): void {
    const token = /^Bot (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const { token: expected = token } = this.#options;
    if (token === undefined || token !== expected) throw new ApiError(401, 0, '401: Unauthorized');
  }
}

function tooFast(retryAfter: number, global: boolean) {
  return { message: 'You are being rate limited.', retry_after: retryAfter, global };
}

/** Announces the whole answer, and sends half of it. */
function breakOff(response: ServerResponse, json: string): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': json.length });
  response.write(json.slice(0, json.length / 2), () => response.destroy());
}
