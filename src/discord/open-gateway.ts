import {
  type APIInteraction,
  Client,
  Events,
  GatewayDispatchEvents,
  type GatewayDispatchPayload,
  type IIdentifyThrottler,
  Options,
  Status,
} from 'discord.js';
import { type RestSettings, restOptions } from './create-rest.ts';
import { describeError } from './describe-error.ts';
import { createIdentifyThrottler, type Exclusively } from './identify-throttler.ts';
import type { Shards } from './shards.ts';

export interface GatewayOptions extends RestSettings {
  readonly token: string;
  /** The shards of this process; as many as Discord recommends, all of them, when left out. */
  readonly shards?: Shards | undefined;
  /** Paces this process's shards with those of others. */
  readonly exclusively?: Exclusively | undefined;
}

export interface Gateway {
  /** Whether every shard of this process is connected right now. */
  ready(): boolean;
  close(): Promise<void>;
}

/** Connects to Discord's gateway; then `take` gets every interaction. Lost connections come back by themselves. */
export async function openGateway(
  options: GatewayOptions,
  take: (interaction: APIInteraction) => void,
): Promise<Gateway> {
  const closing = new AbortController();
  const client = createClient(options, closing.signal);
  client.on(Events.Raw, (packet: GatewayDispatchPayload) => {
    if (packet.t !== GatewayDispatchEvents.InteractionCreate) return;
    take(packet.d);
    // discord.js would go on and make objects of it, which nobody needs; where it can't, it would end the process.
    Object.assign(packet, { t: null });
  });
  const close = async () => {
    closing.abort();
    client.removeAllListeners(Events.ShardReconnecting);
    await client.destroy();
  };
  try {
    await client.login(options.token);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ready: () => client.isReady() && client.ws.shards.every(({ status }) => status === Status.Ready),
    close,
  };
}

function createClient(options: GatewayOptions, closing: AbortSignal): Client {
  const { shards, exclusively, log } = options;
  // One for all shards: each would otherwise pace only itself, against Discord's limit for the bot as a whole.
  let throttler: IIdentifyThrottler | undefined;
  const client = new Client({
    // Interactions need no intent, and Theta reads nothing else.
    intents: [],
    ...(shards ? { shards: [...shards.ids], shardCount: shards.total } : { shards: 'auto' }),
    allowedMentions: { parse: [] },
    makeCache: Options.cacheWithLimits({ UserManager: 0, GuildMemberManager: 0, MessageManager: 0 }),
    ws: {
      async buildIdentifyThrottler(manager) {
        const { max_concurrency: maxConcurrency } = (await manager.fetchGatewayInformation())
          .session_start_limit;
        throttler ??= createIdentifyThrottler({ maxConcurrency, exclusively, closing, log });
        return throttler;
      },
    },
    rest: restOptions(options),
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
