import {
  type Logger as BoltLogger,
  ExpressReceiver,
  type Receiver,
  SocketModeReceiver,
  type webApi,
} from '@slack/bolt';
import type { Express } from 'express';
import { UsageError } from '../usage-error.ts';
import { acknowledgeLast } from './acknowledge-last.ts';
import type { Link } from './keep-connected.ts';

/** How Slack's requests reach Bolt, and the link that this needs. */
export interface Transport {
  readonly receiver: Receiver;
  readonly link: Link;
}

const ENDPOINT = '/slack/events';
/** Slack's own requests stay far below. */
const MOST_BYTES = 1_000_000;

/**
 * Socket Mode. Bolt's own reconnecting is off: it waits 5 s each time, though Slack recycles connections as a matter
 * of course and a slash command typed meanwhile fails; and it rejects where nobody can catch once the token is revoked.
 */
export function openSocket(appToken: string, clientOptions: webApi.WebClientOptions): Transport {
  const receiver = new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    ...(clientOptions.logger && { logger: clientOptions.logger }),
    // The receiver takes another API address only here.
    installerOptions: { clientOptions: { ...clientOptions } },
  });
  const { client } = receiver;
  return {
    receiver: acknowledgeLast(receiver),
    link: {
      open: () => client.start(),
      close: () => client.disconnect(),
      onLost: (listener) => client.on('disconnected', listener),
    },
  };
}

/** Signed HTTP on the shared server. Until it is open Slack is told so, and delivers its events later. */
export function openEndpoint(signingSecret: string | undefined, app: Express, logger: BoltLogger): Transport {
  if (!signingSecret) throw new UsageError('Slack needs an app token or a signing secret');
  let open = false;
  app.post(ENDPOINT, (_, response, next) => {
    if (open) next();
    else response.status(503).end();
  });
  const receiver = new ExpressReceiver({
    signingSecret,
    app,
    logger,
    endpoints: ENDPOINT,
    bodyLimit: MOST_BYTES,
  });
  return {
    receiver: acknowledgeLast(receiver),
    link: {
      open: async () => {
        open = true;
      },
      close: async () => {
        open = false;
      },
      onLost: () => {},
    },
  };
}
