import { setTimeout as sleep } from 'node:timers/promises';
import {
  type APIInteraction,
  Client,
  DiscordAPIError,
  Events,
  GatewayDispatchEvents,
  Options,
  RESTJSONErrorCodes,
  type RESTOptions,
  SimpleIdentifyThrottler,
  Status,
} from 'discord.js';
import type { Logger } from 'pino';
import type { Theta } from '../command/theta.ts';
import { UsageError } from '../usage-error.ts';
import { toCommandJson } from './command-json.ts';
import { describeError } from './describe-error.ts';
import { createInteractionClient, handleOf, isGone } from './interaction-client.ts';
import { receive } from './receive.ts';
import { registerCommands } from './register-commands.ts';
import { complete, respond } from './respond.ts';
import { isPassing } from './retry.ts';
import { sendWhole } from './send-whole.ts';

export interface DiscordOptions {
  readonly token: string;
  /** Another base than `https://discord.com/api`. */
  readonly apiUrl?: string | undefined;
  /** Registers the commands in this server alone, where they appear at once. */
  readonly guildId?: string | undefined;
  readonly log: Logger;
}

export interface Discord {
  /** Whether every shard is connected right now. */
  ready(): boolean;
  /** Takes no more interactions, gives running answers some seconds, disconnects. */
  stop(): Promise<void>;
}

const RECONNECT_MS = 5_000;
const FAREWELL_MS = 5_000;

/**
 * Registers the commands and connects. Resolves when connected, or, while Discord is out of reach, at once: it
 * then goes on trying.
 * @throws UsageError when Discord refuses the token, the server or the commands
 */
export async function startDiscord(options: DiscordOptions, theta: Theta): Promise<Discord> {
  const { token, apiUrl, guildId, log } = options;
  const commands = toCommandJson(theta.commands, theta.prefix);
  const running = new Set<Promise<void>>();
  let stopped = false;
  let client: Client | undefined;

  async function connect(): Promise<void> {
    const attempt = createClient(apiUrl, log);
    client = attempt;
    attempt.ws.on(GatewayDispatchEvents.InteractionCreate, (interaction: APIInteraction) => {
      if (stopped) return;
      const answering = answer(interaction, attempt).finally(() => running.delete(answering));
      running.add(answering);
    });
    try {
      attempt.rest.setToken(token);
      const changed = await registerCommands(attempt.rest, commands, guildId);
      log.info({ commands: commands.length, changed, guildId }, 'Discord has the commands');
      await attempt.login(token);
      log.info('connected to Discord');
    } catch (error) {
      await attempt.destroy();
      throw error;
    }
  }

  async function answer(interaction: APIInteraction, { rest }: Client): Promise<void> {
    const interactionClient = createInteractionClient(rest, handleOf(interaction));
    try {
      const received = receive(interaction, theta.prefix);
      if (received?.kind === 'invocation') await respond(received.invocation, interactionClient, theta, log);
      else if (received?.kind === 'typing') await complete(received.typing, interactionClient, theta);
    } catch (error) {
      const about = { err: describeError(error), interaction: interaction.id };
      if (isGone(error))
        log.warn(about, 'Discord no longer knows the interaction, or it is answered already');
      else log.error(about, 'an answer did not reach Discord');
    }
  }

  async function keepConnecting(): Promise<void> {
    while (!stopped) {
      await sleep(RECONNECT_MS, undefined, { ref: false });
      if (stopped) return;
      try {
        return await connect();
      } catch (error) {
        log.error({ err: describeError(error) }, 'Discord is still out of reach');
        if (!isPassing(error)) return;
      }
    }
  }

  try {
    await connect();
  } catch (error) {
    if (!isPassing(error)) throw explainRefusal(error, guildId);
    log.error({ err: describeError(error) }, 'Discord is out of reach; trying on');
    void keepConnecting();
  }

  return {
    ready: () => client !== undefined && isConnected(client),
    async stop() {
      stopped = true;
      await Promise.race([Promise.allSettled(running), sleep(FAREWELL_MS, undefined, { ref: false })]);
      client?.removeAllListeners(Events.ShardReconnecting);
      await client?.destroy();
    },
  };
}

/** What whoever started the bot can mend, in one sentence and without the request that discord.js attaches. */
function explainRefusal(error: unknown, guildId: string | undefined): unknown {
  if (!(error instanceof DiscordAPIError)) return error;
  if (error.status === 401)
    return new UsageError('Discord does not accept DISCORD_TOKEN: copy it anew from the “Bot” page');
  if (error.code === RESTJSONErrorCodes.MissingAccess) {
    return new UsageError(`DISCORD_GUILD_ID: the bot is not in server ${guildId}; invite it first`);
  }
  return new UsageError(`Discord refused to start the bot: ${error.message}`);
}

function isConnected(client: Client): boolean {
  return client.isReady() && client.ws.shards.every(({ status }) => status === Status.Ready);
}

function createClient(apiUrl: string | undefined, log: Logger): Client {
  // One for all shards: each would otherwise pace only itself, against Discord's limit for the bot as a whole.
  const throttler = new SimpleIdentifyThrottler(1);
  const client = new Client({
    // Interactions need no intent, and Theta reads nothing else.
    intents: [],
    shards: 'auto',
    allowedMentions: { parse: [] },
    makeCache: Options.cacheWithLimits({ UserManager: 0, GuildMemberManager: 0, MessageManager: 0 }),
    ws: { buildIdentifyThrottler: async () => throttler },
    rest: {
      // Trying again is retry.ts's business: discord.js does it without a pause.
      retries: 0,
      // discord.js types its own fetch's Request and Response; Node's are the same at run time.
      makeRequest: sendWhole as unknown as RESTOptions['makeRequest'],
      // Answers to interactions are exempt from Discord's global limit, and there is little else.
      globalRequestsPerSecond: Number.POSITIVE_INFINITY,
      ...(apiUrl !== undefined && { api: apiUrl.replace(/\/+$/, '') }),
    },
  });
  client.on(Events.Error, (error) => log.error({ err: describeError(error) }, 'Discord client error'));
  client.on(Events.ShardError, (error, shard) =>
    log.warn({ err: describeError(error), shard }, 'gateway error'),
  );
  client.on(Events.ShardReconnecting, (shard) =>
    log.warn({ shard }, 'gateway connection lost; reconnecting'),
  );
  client.on(Events.ShardResume, (shard, replayed) =>
    log.info({ shard, replayed }, 'gateway session resumed'),
  );
  client.on(Events.ShardDisconnect, ({ code }, shard) =>
    log.error({ code, shard }, 'Discord closed the gateway for good: check the token'),
  );
  return client;
}
