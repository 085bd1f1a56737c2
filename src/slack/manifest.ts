import { parseArgs } from 'node:util';
import type { Command } from '../command/define-command.ts';
import type { Option } from '../command/option.ts';
import { UsageError } from '../usage-error.ts';
import { SCOPES } from './scopes.ts';

interface Described {
  readonly commands: readonly Command[];
  readonly prefix: string;
}

export interface ManifestArguments {
  readonly url?: string | undefined;
}

/** A workspace's installation, where Theta keeps it, is then deleted. */
const REMOVALS = ['app_uninstalled', 'tokens_revoked'];

/**
 * The Slack app as a manifest, to be pasted where apps are created.
 * @param url the bot's public https address, for signed HTTP, and for workspaces that add the app by OAuth; left out,
 * the app uses Socket Mode
 * @throws UsageError for an address that Slack would not take
 */
export function createManifest({ commands, prefix }: Described, { url }: ManifestArguments = {}) {
  const request_url = url === undefined ? undefined : toAddress(url, '/slack/events');
  const endpoint = request_url === undefined ? {} : { request_url };
  return {
    display_information: {
      name: 'Theta',
      description:
        'A tutor for gradient descent: train a line, see why it went as it did, ask about AI and work.',
      background_color: '#0072b2',
    },
    features: {
      // Without the messages tab nobody can write to the bot directly.
      app_home: {
        home_tab_enabled: false,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      bot_user: { display_name: 'theta', always_online: true },
      slash_commands: commands.map(({ name, description, options }) => ({
        command: `/${prefix}${name}`,
        ...(request_url === undefined ? {} : { url: request_url }),
        description: description.en,
        ...toUsageHint(options),
        // A learner's @name stays the words that they typed.
        should_escape: false,
      })),
    },
    oauth_config: {
      ...(url === undefined ? {} : { redirect_urls: [toAddress(url, '/slack/oauth_redirect')] }),
      scopes: { bot: SCOPES },
    },
    settings: {
      event_subscriptions: {
        ...endpoint,
        bot_events: ['app_mention', 'message.im', ...(url === undefined ? [] : REMOVALS)],
      },
      interactivity: { is_enabled: true, ...endpoint },
      org_deploy_enabled: false,
      socket_mode_enabled: url === undefined,
      token_rotation_enabled: false,
    },
  };
}

/**
 * What follows `npm run manifest --`: nothing, or `--url https://…`.
 * @throws UsageError for anything else
 */
export function parseManifestArguments(args: readonly string[]): ManifestArguments {
  try {
    return parseArgs({ args: [...args], options: { url: { type: 'string' } } }).values;
  } catch {
    throw new UsageError(`manifest takes --url https://… or nothing, not “${args.join(' ')}”`);
  }
}

/** `[epochs:1000] [lr:0.01] [batch:32]`, `x:0.3`, `question`: what to type, from the declarations. */
function toUsageHint(options: Readonly<Record<string, Option>>): { usage_hint?: string } {
  const hints = Object.entries(options).map(([name, option]) => {
    const value = 'fallback' in option && option.fallback !== undefined ? option.fallback : '…';
    return option.required ? `${name}:${value}` : `[${name}:${value}]`;
  });
  return hints.length === 0 ? {} : { usage_hint: hints.join(' ').slice(0, 1000) };
}

function toAddress(url: string, path: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'https:') {
    throw new UsageError(
      `Slack sends to https addresses only: --url https://theta.example.org, not “${url}”`,
    );
  }
  return new URL(path, parsed).href;
}
