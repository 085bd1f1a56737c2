import { z } from 'zod';
import { parseShards } from './discord/shards.ts';
import { UsageError } from './usage-error.ts';

const text = z.string().trim().min(1);
const url = z.url({ protocol: /^https?$/, error: 'is not an http(s) address' });

const Settings = z.object({
  THETA_ROLE: z.enum(['all', 'chat', 'worker'], 'is none of all, chat, worker').default('all'),
  DISCORD_TOKEN: text.optional(),
  DISCORD_GUILD_ID: z
    .string()
    .regex(/^\d{15,22}$/, 'is not a server id: a number of about 18 digits')
    .optional(),
  DISCORD_PUBLIC_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'is not a public key: 64 hexadecimal digits')
    .optional(),
  DISCORD_SHARDS: z
    .string()
    .transform((value, context) => {
      const shards = parseShards(value);
      if (!shards) context.addIssue('is not like 0-3/8 or 2/4');
      return shards ?? z.NEVER;
    })
    .optional(),
  DISCORD_API_URL: url.default('https://discord.com/api'),
  SLACK_BOT_TOKEN: z.string().startsWith('xoxb-', 'does not start with xoxb-').optional(),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'does not start with xapp-').optional(),
  SLACK_SIGNING_SECRET: text.optional(),
  SLACK_CLIENT_ID: text.optional(),
  SLACK_CLIENT_SECRET: text.optional(),
  SLACK_STATE_SECRET: text.optional(),
  SLACK_TOKEN_KEYS: text.optional(),
  SLACK_API_URL: url.default('https://slack.com/api/').transform((value) => value.replace(/\/*$/, '/')),
  HOST: text.default('127.0.0.1'),
  PORT: z.coerce.number('is not a port').int().min(0).max(65_535).default(3000),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'is not a postgres:// address' }).optional(),
  DATA_DIR: text.default('./data'),
  QUICKCHART_URL: url.optional(),
  TF_BACKEND: z.enum(['auto', 'native', 'wasm', 'cpu'], 'is none of auto, native, wasm, cpu').default('auto'),
  BOARD_THEME: z.enum(['light', 'dark'], 'is neither light nor dark').default('light'),
  COMMAND_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,15}$/, 'takes up to 16 lower-case letters, digits and hyphens')
    .default(''),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'is no level such as info or debug')
    .default('info'),
});

/** All settings, checked and frozen. Absent tokens mean that a platform is off. */
export type Config = Readonly<z.infer<typeof Settings>>;

/**
 * Reads the settings from an environment; an empty variable counts as not set.
 * @throws UsageError that lists every fault at once, naming the settings, never their values: they may be secrets
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const set: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) if (value?.trim()) set[name] = value.trim();
  const parsed = Settings.safeParse(set);
  const faults = [
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}`),
    ...findMissingPartners(set),
  ];
  if (parsed.success && faults.length === 0) return Object.freeze(parsed.data);
  throw new UsageError(`These settings are wrong:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
}

const PLATFORMS = ['DISCORD_TOKEN', 'DISCORD_PUBLIC_KEY', 'SLACK_BOT_TOKEN', 'SLACK_CLIENT_ID'];

/** What makes sense only together. */
function findMissingPartners(set: Readonly<Record<string, string>>): string[] {
  const faults: string[] = [];
  const shared = set.THETA_ROLE === 'chat' || set.THETA_ROLE === 'worker';
  if (shared && !set.DATABASE_URL)
    faults.push(`DATABASE_URL must go with THETA_ROLE=${set.THETA_ROLE}: the roles meet in PostgreSQL`);
  if (shared && !PLATFORMS.some((name) => set[name]))
    faults.push(
      `THETA_ROLE=${set.THETA_ROLE} needs the settings of every platform, in each process the same`,
    );
  if (set.DISCORD_SHARDS && !set.DISCORD_TOKEN) faults.push('DISCORD_TOKEN must go with DISCORD_SHARDS');
  if (set.DISCORD_SHARDS && set.DISCORD_PUBLIC_KEY)
    faults.push('DISCORD_SHARDS is for the gateway, which DISCORD_PUBLIC_KEY turns off');
  return [...faults, ...findMissingSlackPartners(set)];
}

const OAUTH = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET', 'SLACK_TOKEN_KEYS'];

/** One workspace has a token for what is sent and a secret for what is received; many are installed by OAuth, over HTTP. */
function findMissingSlackPartners(set: Readonly<Record<string, string>>): string[] {
  const { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app, SLACK_SIGNING_SECRET: secret } = set;
  const missing = OAUTH.filter((name) => !set[name]);
  if (missing.length < OAUTH.length) {
    const wanted = [...missing, ...(secret ? [] : ['SLACK_SIGNING_SECRET'])];
    if (wanted.length > 0)
      return [`${wanted.join(', ')} must go with the other settings for many workspaces`];
    return bot || app
      ? ['SLACK_BOT_TOKEN and SLACK_APP_TOKEN are for one workspace; SLACK_CLIENT_ID is for many']
      : [];
  }
  if (bot && !app && !secret) return ['SLACK_APP_TOKEN or SLACK_SIGNING_SECRET must go with SLACK_BOT_TOKEN'];
  if (!bot && (app || secret)) return ['SLACK_BOT_TOKEN must go with the other Slack settings'];
  return [];
}
