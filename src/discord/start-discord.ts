import { setTimeout as sleep } from 'node:timers/promises';
import { DiscordAPIError, RESTJSONErrorCodes } from 'discord.js';
import type { Jobs } from '../command/jobs.ts';
import type { Theta } from '../command/theta.ts';
import { UsageError } from '../usage-error.ts';
import { toCommandJson } from './command-json.ts';
import { createRest } from './create-rest.ts';
import { describeError } from './describe-error.ts';
import { createIntake } from './intake.ts';
import type { Landings } from './landings.ts';
import { type Gateway, type GatewayOptions, openGateway } from './open-gateway.ts';
import { registerCommands } from './register-commands.ts';
import { isPassing } from './retry.ts';

export interface DiscordOptions extends GatewayOptions {
  readonly landings?: Landings | undefined;
  /** Registers the commands in this server alone, where they appear at once. */
  readonly guildId?: string | undefined;
  /** `http`: interactions come to {@link mountInteractions}; the commands are registered, and the gateway stays closed. */
  readonly receives?: 'gateway' | 'http';
}

export interface Discord {
  /** Whether the commands are registered and every shard of this process is connected right now. */
  ready(): boolean;
  /** Disconnects, and gives what is being acknowledged some seconds. */
  stop(): Promise<void>;
}

const RECONNECT_MS = 5_000;

/**
 * The receiving half of the adapter: registers the commands and connects. Resolves when connected, or, while Discord is
 * out of reach, at once: it then goes on trying.
 * @throws UsageError when Discord refuses the token, the server or the commands
 */
export async function startDiscord(options: DiscordOptions, theta: Theta, jobs: Jobs): Promise<Discord> {
  const { token, guildId, receives = 'gateway', meter, landings, log } = options;
  const commands = toCommandJson(theta.commands, theta.prefix);
  const rest = createRest(options);
  const intake = createIntake(rest, { theta, jobs, meter, landings, log });
  let stopped = false;
  let registered = false;
  let gateway: Gateway | undefined;

  async function connect(): Promise<void> {
    rest.setToken(token);
    const changed = await registerCommands(rest, commands, guildId);
    registered = true;
    log.info({ commands: commands.length, changed, guildId }, 'Discord has the commands');
    if (receives === 'http') return;
    gateway = await openGateway(options, intake.take);
    if (stopped) await gateway.close();
    else log.info({ shards: options.shards }, 'connected to Discord');
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
    ready: () => registered && (receives === 'http' || gateway?.ready() === true),
    async stop() {
      stopped = true;
      await gateway?.close();
      await intake.finish();
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
