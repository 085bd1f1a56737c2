import { App, type BlockAction, type ButtonAction, type EnvelopedEvent, webApi } from '@slack/bolt';
import type { Express } from 'express';
import type { Logger } from 'pino';
import type { Jobs } from '../command/jobs.ts';
import type { Meter } from '../command/meter.ts';
import type { Theta } from '../command/theta.ts';
import { createBoltLogger } from './bolt-logger.ts';
import type { Installer } from './installer.ts';
import { createIntake } from './intake.ts';
import { keepConnected } from './keep-connected.ts';
import { openEndpoint, openSocket } from './open-transport.ts';
import { fromButton, fromMessage, fromSlashCommand, type MessageEvent } from './receive.ts';
import { ACTION } from './render-reply.ts';
import type { Workspaces } from './workspaces.ts';

export interface SlackOptions {
  readonly workspaces: Workspaces;
  /** One workspace: its `xoxb-…`, tried at the start. */
  readonly botToken?: string | undefined;
  /** Many workspaces. */
  readonly installer?: Installer | undefined;
  /** `xapp-…`: turns on Socket Mode. */
  readonly appToken?: string | undefined;
  /** Without an app token: Slack sends signed requests to `/slack/events`. */
  readonly signingSecret?: string | undefined;
  /** `https://slack.com/api/`, or another Web API, as GovSlack's or a proxy. */
  readonly apiUrl: string;
  /** The shared HTTP server's. No body parser may come before: signatures are made over raw bodies. */
  readonly app: Express;
  readonly meter?: Meter | undefined;
  readonly log: Logger;
}

export interface Slack {
  /** Requests reach us. */
  readonly ready: () => boolean;
  /** Takes no more, and waits until what came is kept, at most 5 s. */
  readonly stop: () => Promise<void>;
}

/**
 * Receives what Slack sends, in Socket Mode or by signed HTTP, and keeps it as jobs. While Slack can't be reached it
 * goes on trying in the background.
 * @throws UsageError when Slack refuses the tokens
 */
export async function startSlack(options: SlackOptions, theta: Theta, jobs: Jobs): Promise<Slack> {
  const { botToken, installer, app, log, apiUrl: slackApiUrl } = options;
  const logger = createBoltLogger(log);
  const reach = { slackApiUrl, logger };
  const failFast = { ...reach, timeout: 3_000, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
  const intake = createIntake(options, theta, jobs);
  installer?.mount(app);

  const transport = options.appToken
    ? openSocket(options.appToken, failFast)
    : openEndpoint(options.signingSecret, app, logger);
  const bolt = new App({
    // Nothing is sent from here, so no token is needed. Who the bot is comes with each event.
    authorize: async (_, body) => {
      const bot = body && 'authorizations' in body ? body.authorizations?.[0]?.user_id : undefined;
      return bot === undefined ? {} : { botUserId: bot };
    },
    receiver: transport.receiver,
    logger,
    convoStore: false,
    clientOptions: { ...reach },
  });
  bolt.command(/^\//, async ({ ack, command }) => {
    await intake.take(fromSlashCommand(command, theta.prefix));
    await ack();
  });
  bolt.action<BlockAction<ButtonAction>>(new RegExp(`^${ACTION}`), async ({ ack, body, action }) => {
    await intake.take(fromButton(body, action));
    await ack();
  });
  for (const type of ['app_mention', 'message']) {
    bolt.event(type, async ({ event, body, context }) => {
      const team = context.teamId ?? body.team_id;
      await intake.take(fromMessage(event as MessageEvent, team, context.botUserId ?? ''));
    });
  }
  bolt.event('app_uninstalled', ({ body }) => forget(body));
  bolt.event('tokens_revoked', async ({ event, body }) => {
    // A person's own token is none of ours.
    if (event.tokens.bot?.length) await forget(body);
  });

  async function forget({ team_id, event_time }: EnvelopedEvent): Promise<void> {
    // Slack's times are whole seconds, cut off.
    await installer?.forget(team_id, event_time * 1000 + 999);
  }

  let known = botToken === undefined;
  const connection = await keepConnected(
    {
      ...transport.link,
      async open() {
        if (!known) await new webApi.WebClient(botToken, failFast).auth.test();
        known = true;
        await transport.link.open();
      },
    },
    log,
  );
  return {
    ready: () => connection.connected,
    async stop() {
      await connection.stop();
      await intake.finish();
    },
  };
}
