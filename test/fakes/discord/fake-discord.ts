import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CommandRegistry } from './command-registry.ts';
import { FakeGateway } from './fake-gateway.ts';
import { type FakeButton, FakeInteraction } from './fake-interaction.ts';
import { FakeRest, type RequestRecord } from './fake-rest.ts';
import type { Fault } from './faults.ts';
import { type From, toInteractionJson } from './interaction-json.ts';
import { InteractionsEndpoint } from './interactions-endpoint.ts';
import { toMessageJson } from './message-json.ts';
import { snowflake } from './snowflake.ts';

export interface FakeDiscordOptions {
  /** The only token that is let in; any, when left out. */
  readonly token?: string;
  /** The servers that the bot is in; any, when left out. */
  readonly guilds?: readonly string[];
  /** How many shards Discord recommends, and how many may identify themselves in five seconds; 1 and 1. */
  readonly shards?: number;
  readonly maxConcurrency?: number;
  /** Lets bots identify themselves as fast as they like. */
  readonly unpaced?: boolean;
  readonly heartbeatMs?: number;
  /** The clock of the 3 s and 15 min bounds. */
  readonly now?: () => number;
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
  /** Every interaction that a person began. */
  readonly interactions: FakeInteraction[] = [];
  readonly #server: Server;
  readonly #options: FakeDiscordOptions;
  readonly #commands: CommandRegistry;
  readonly #byToken = new Map<string, FakeInteraction>();
  readonly #rest: FakeRest;
  readonly #endpoint = new InteractionsEndpoint();

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
      maxConcurrency: options.maxConcurrency ?? 1,
      paced: !options.unpaced,
      url: () => `ws://127.0.0.1:${port}/gateway`,
    });
    this.#rest = new FakeRest({
      token: options.token,
      guilds: options.guilds,
      applicationId: this.applicationId,
      commands: this.#commands,
      interactions: this.#byToken,
      gateway: {
        url: `ws://127.0.0.1:${port}/gateway`,
        shards: options.shards ?? 1,
        session_start_limit: {
          total: 1000,
          remaining: 999,
          reset_after: 14_400_000,
          max_concurrency: options.maxConcurrency ?? 1,
        },
      },
    });
    server.on('request', (request, response) => void this.#rest.serve(request, response));
  }

  /** Resolves when so many sessions are connected: one for each shard of each bot. */
  ready(sessions?: number): Promise<void> {
    return this.gateway.ready(sessions);
  }

  /** The application's public key, for `DISCORD_PUBLIC_KEY`. */
  get publicKey(): string {
    return this.#endpoint.publicKey;
  }

  /** What the bot did against Discord's rules. */
  get breaches(): readonly string[] {
    return [...this.gateway.breaches, ...this.#endpoint.breaches];
  }

  /** Every request to the REST API that arrived, refused ones included. */
  get requests(): RequestRecord[] {
    return this.#rest.requests;
  }

  /** Requests answered 401, 403 or 429: after 10,000 in ten minutes Discord bans the address. */
  get invalidRequests(): number {
    return this.requests.filter(({ status }) => [401, 403, 429].includes(status)).length;
  }

  /**
   * Sends interactions by signed HTTP from now on, as with an Interactions Endpoint URL; to several URLs in turn, as a
   * load balancer does, leaving out those that are down.
   * @throws Error when Discord would not save the URL
   */
  async sendTo(...urls: string[]): Promise<void> {
    await this.#endpoint.open(urls);
  }

  /** As Discord signs a request; `at` in epoch milliseconds. */
  sign(body: string, at?: number): Record<string, string> {
    return this.#endpoint.sign(body, at);
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
    this.#rest.faults.add(count, fault, matches);
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
    if (this.#endpoint.isOpen) void this.#endpoint.deliver(payload);
    else
      this.gateway.dispatch(
        'INTERACTION_CREATE',
        payload,
        'guild_id' in payload ? payload.guild_id : undefined,
      );
    return interaction;
  }
}
