import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { get as getPlain } from 'node:http';
import { get as getSecure } from 'node:https';
import {
  ApplicationFlags,
  DiscordAPIError,
  RateLimitError,
  REST,
  RESTJSONErrorCodes,
  type RESTOptions,
  Routes,
} from 'discord.js';
import { z } from 'zod';
import { explainFailure } from '../checkup/explain-failure.ts';
import { RefusedRequest } from '../checkup/failure.ts';
import { broken, type Checkup, doubtful, type Finding, LONGEST_CHECK_MS, well } from '../checkup/finding.ts';
import type { Theta } from '../command/theta.ts';
import type { Locale } from '../locales/locale.ts';
import { checkWords } from './check-words.ts';
import { toCommandJson } from './command-json.ts';
import { compareCommands } from './register-commands.ts';
import { sendWhole } from './send-whole.ts';

export interface DiscordSettings {
  /** Undefined: Discord is off. */
  readonly token: string | undefined;
  readonly apiUrl: string;
  readonly guildId: string | undefined;
  /** Hexadecimal, for signed HTTP interactions. */
  readonly publicKey: string | undefined;
}

const Application = z.object({
  id: z.string(),
  flags: z.int().default(0),
  verify_key: z.string().optional(),
  interactions_endpoint_url: z.string().nullish(),
});
type Application = z.infer<typeof Application>;
const User = z.object({ username: z.string() });
const Gateway = z.object({
  url: z.string(),
  shards: z.int(),
  session_start_limit: z.object({ remaining: z.int(), total: z.int(), reset_after: z.number() }),
});

const PRIVILEGED =
  ApplicationFlags.GatewayPresence |
  ApplicationFlags.GatewayPresenceLimited |
  ApplicationFlags.GatewayGuildMembers |
  ApplicationFlags.GatewayGuildMembersLimited |
  ApplicationFlags.GatewayMessageContent |
  ApplicationFlags.GatewayMessageContentLimited;

/** Whether the bot can log in, is where it should be, has its commands, and hears interactions. Reads only. */
export async function* checkDiscord(
  settings: DiscordSettings,
  { commands, prefix }: Pick<Theta, 'commands' | 'prefix'>,
  locale: Locale,
): Checkup {
  const { token, apiUrl, guildId } = settings;
  const words = checkWords[locale];
  if (!token) return yield well(words.off);
  const rest = createRest(apiUrl).setToken(token);
  const read = async <T>(route: `/${string}`, shape: z.ZodType<T>) =>
    shape.parse(await rest.get(route, { signal: AbortSignal.timeout(LONGEST_CHECK_MS) }));
  const explain = (error: unknown) => explainFailure(toFailure(error), 'Discord', locale);

  let application: Application;
  try {
    application = await read(Routes.currentApplication(), Application);
    yield well(words.token((await read(Routes.user(), User)).username));
  } catch (error) {
    return yield isStatus(error, 401) ? broken(words.tokenRefused) : explain(error);
  }
  const { id } = application;
  yield checkEndpoint(application, settings.publicKey, locale);
  yield application.flags & PRIVILEGED ? doubtful(words.privileged) : well(words.unprivileged);

  try {
    if (guildId)
      yield well(words.guild((await read(Routes.guild(guildId), z.object({ name: z.string() }))).name));
  } catch (error) {
    yield isMissing(error) ? broken(words.notInGuild(guildId!, inviteOf(id, guildId!))) : explain(error);
  }
  try {
    const signal = AbortSignal.timeout(LONGEST_CHECK_MS);
    const wanted = toCommandJson(commands, prefix);
    const { registered, drifted } = await compareCommands(rest, id, wanted, guildId, signal);
    if (!drifted) yield well(words.commands(registered.length));
    else yield doubtful(registered.length === 0 ? words.noCommands : words.drifted);
  } catch (error) {
    yield isMissing(error) && guildId ? broken(words.mayNotRegister(inviteOf(id, guildId))) : explain(error);
  }
  // The key turns the gateway off.
  if (settings.publicKey) return;
  try {
    const { url, shards, session_start_limit } = await read(Routes.gatewayBot(), Gateway);
    const { remaining, total, reset_after } = session_start_limit;
    await openGateway(url);
    const minutes = Math.ceil(reset_after / 60_000);
    if (remaining < shards) yield broken(words.noSessions(minutes));
    else if (remaining < total / 10) yield doubtful(words.fewSessions(remaining, minutes));
    else yield well(words.gateway(remaining));
  } catch (error) {
    yield explain(error);
  }
}

/** Where Discord sends interactions: to the address that the application names, and only without one by the gateway. */
function checkEndpoint(application: Application, publicKey: string | undefined, locale: Locale): Finding {
  const words = checkWords[locale];
  const { interactions_endpoint_url: url, verify_key: key } = application;
  if (publicKey && key && publicKey.toLowerCase() !== key) return broken(words.otherKey(key));
  if (url && !publicKey) return broken(words.unexpectedEndpoint(url, key ?? ''));
  if (publicKey && !url) return broken(words.noEndpoint);
  return well(url ? words.endpoint(url) : words.byGateway);
}

function createRest(apiUrl: string): REST {
  return new REST({
    api: apiUrl.replace(/\/+$/, ''),
    retries: 0,
    // A check-up tells of a rate limit instead of waiting it out.
    rejectOnRateLimit: () => true,
    // discord.js types its own fetch's Request and Response; Node's are the same at run time.
    makeRequest: sendWhole as unknown as RESTOptions['makeRequest'],
  });
}

/** Asks for a WebSocket and hangs up before it identifies itself, which would count as a session. */
async function openGateway(url: string): Promise<void> {
  const address = new URL(url.replace(/^ws/, 'http'));
  address.search = 'v=10&encoding=json';
  const get = address.protocol === 'https:' ? getSecure : getPlain;
  const signal = AbortSignal.timeout(LONGEST_CHECK_MS);
  const request = get(address, {
    signal,
    headers: {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    },
  });
  try {
    const refusal = await Promise.race([
      once(request, 'upgrade').then(() => undefined),
      once(request, 'response').then(([response]) => response.statusCode as number),
    ]);
    if (refusal !== undefined) throw new RefusedRequest(refusal);
  } finally {
    request.destroy();
  }
}

function toFailure(error: unknown): unknown {
  return error instanceof RateLimitError ? new RefusedRequest(429) : error;
}

function isStatus(error: unknown, status: number): boolean {
  return error instanceof DiscordAPIError && error.status === status;
}

function isMissing(error: unknown): boolean {
  const codes: unknown[] = [RESTJSONErrorCodes.MissingAccess, RESTJSONErrorCodes.UnknownGuild];
  return error instanceof DiscordAPIError && codes.includes(error.code);
}

function inviteOf(applicationId: string, guildId: string): string {
  const query = `client_id=${applicationId}&scope=bot+applications.commands&permissions=0&guild_id=${guildId}`;
  return `https://discord.com/oauth2/authorize?${query}`;
}
