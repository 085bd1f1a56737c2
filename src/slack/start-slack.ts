import { App, type BlockAction, type ButtonAction, webApi } from '@slack/bolt';
import type { Express } from 'express';
import type { Logger } from 'pino';
import type { Theta } from '../command/theta.ts';
import { createBoltLogger } from './bolt-logger.ts';
import { createIntake } from './intake.ts';
import { keepConnected } from './keep-connected.ts';
import { openEndpoint, openSocket } from './open-transport.ts';
import { createProfiles } from './profiles.ts';
import { fromButton, fromMessage, fromSlashCommand, type MessageEvent } from './receive.ts';
import { ACTION } from './render-reply.ts';
import { respond } from './respond.ts';

export interface SlackOptions {
  /** `xoxb-…` */
  readonly botToken: string;
  /** `xapp-…`: turns on Socket Mode. */
  readonly appToken?: string | undefined;
  /** Without an app token: Slack sends signed requests to `/slack/events`. */
  readonly signingSecret?: string | undefined;
  /** Another Web API, as GovSlack's or a proxy; ends in `/`. */
  readonly apiUrl?: string | undefined;
  /** The shared HTTP server's. No body parser may come before: signatures are made over raw bodies. */
  readonly app: Express;
  readonly log: Logger;
}

export interface Slack {
  /** Requests reach us. */
  readonly ready: () => boolean;
  /** Takes no more, and waits for what is being answered, at most 5 s. */
  readonly stop: () => Promise<void>;
}

/** Words are sent again for about five minutes: an answer outlives Slack's rate limits and passing faults. */
const PATIENT = { retries: 12, minTimeout: 250, maxTimeout: 60_000, randomize: true };

/**
 * Connects Theta to a Slack workspace, in Socket Mode or by signed HTTP. While Slack can't be reached it goes on
 * trying in the background.
 * @throws UsageError when Slack refuses the tokens
 */
export async function startSlack(options: SlackOptions, theta: Theta): Promise<Slack> {
  const { botToken, app, log, apiUrl: slackApiUrl = 'https://slack.com/api/' } = options;
  const logger = createBoltLogger(log);
  const reach = { slackApiUrl, logger, timeout: 15_000 };
  const failFast = { ...reach, timeout: 3_000, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
  const chat = new webApi.WebClient(botToken, { ...reach, retryConfig: PATIENT });
  const files = new webApi.WebClient(botToken, { ...reach, retryConfig: { ...PATIENT, retries: 5 } });
  const quick = new webApi.WebClient(botToken, { ...failFast });

  const surroundings = { theta, chat, files, profileOf: createProfiles(quick, log), log };
  const intake = createIntake((request) => respond(request, surroundings), log);

  const transport = options.appToken
    ? openSocket(options.appToken, failFast)
    : openEndpoint(options.signingSecret, app, logger);
  // Known before the transport opens, so before any request comes.
  let bot: webApi.AuthTestResponse | undefined;
  const authorize = async () => ({ botToken, botId: bot?.bot_id ?? '', botUserId: bot?.user_id ?? '' });
  const bolt = new App({
    authorize,
    receiver: transport.receiver,
    logger,
    convoStore: false,
    clientOptions: { ...reach },
  });
  bolt.command(/^\//, async ({ ack, command }) => {
    await ack();
    intake.take(fromSlashCommand(command, theta.prefix));
  });
  bolt.action<BlockAction<ButtonAction>>(new RegExp(`^${ACTION}`), async ({ ack, body, action }) => {
    await ack();
    intake.take(fromButton(body, action));
  });
  for (const type of ['app_mention', 'message']) {
    bolt.event(type, async ({ event, body, context }) => {
      intake.take(fromMessage(event as MessageEvent, body.team_id, context.botUserId ?? ''));
    });
  }

  const connection = await keepConnected(
    {
      ...transport.link,
      async open() {
        bot ??= await quick.auth.test();
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
