import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import express from 'express';
import { createHttpMode, createSocketMode, type Delivery, type Envelope } from './deliver.ts';
import { APP, type Consent, createOAuth } from './oauth.ts';
import { createPeople, type People } from './people.ts';
import { createWebApi } from './web-api.ts';
import { Workspace } from './workspace.ts';

export { buttonsOf, picturesOf, wordsOf } from './read-message.ts';
export type { Message } from './workspace.ts';

const TOKENS = { botToken: 'xoxb-fake-bot', appToken: 'xapp-fake-app', signingSecret: 'fake-signing-secret' };

/** A browser's way back from Slack's page to the app. */
interface Visit {
  url: URL;
  cookie: string;
}

/**
 * Slack on loopback, with one workspace, `T0THETA`, whose people are the result's own methods; `addWorkspace` makes
 * more.
 * @param mode `socket`: the app connects here. `http`: requests go to `target.appUrls` in turn, as from a load
 * balancer, which leaves out those that refuse the connection
 */
export async function startFakeSlack({ mode = 'socket' }: { mode?: 'socket' | 'http' } = {}) {
  const space = new Workspace('T0THETA', TOKENS.botToken);
  const spaces: [Workspace, ...Workspace[]] = [space];
  const oauth = createOAuth();
  const app = express();
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const origin = `http://${host}`;
  const target: { appUrls: string[] } = { appUrls: [] };
  app.use(
    createWebApi({
      spaces,
      appToken: TOKENS.appToken,
      oauth,
      origin: () => origin,
      socketUrl: () => `ws://${host}/link?ticket=fake`,
    }),
  );
  const socket = createSocketMode(server, '/link');
  const http = createHttpMode(TOKENS.signingSecret, () => target.appUrls);
  let last: [Workspace, Envelope] | undefined;

  const send = async (to: Workspace, envelope: Envelope, attempt = 0): Promise<Delivery> => {
    last = [to, envelope];
    const delivery = await (mode === 'socket' ? socket : http).deliver(to, envelope, attempt);
    // What a person is waiting for fails at once; an event comes again.
    if (delivery.acknowledged || envelope.type !== 'events_api' || attempt === 3) return delivery;
    return delay(200).then(() => send(to, envelope, attempt + 1));
  };
  const peopleOf = (their: Workspace): People =>
    createPeople(their, (envelope) => send(their, envelope), origin);

  return {
    ...TOKENS,
    ...APP,
    ...peopleOf(space),
    apiUrl: `${origin}/api/`,
    /** The environment that points a whole Theta process here. */
    environment: {
      SLACK_API_URL: `${origin}/api/`,
      SLACK_BOT_TOKEN: TOKENS.botToken,
      ...(mode === 'socket'
        ? { SLACK_APP_TOKEN: TOKENS.appToken }
        : { SLACK_SIGNING_SECRET: TOKENS.signingSecret }),
    },
    /** The same for an app that many workspaces add by OAuth; needs `SLACK_TOKEN_KEYS`, too. */
    distributedEnvironment: {
      SLACK_API_URL: `${origin}/api/`,
      SLACK_SIGNING_SECRET: TOKENS.signingSecret,
      SLACK_CLIENT_ID: APP.clientId,
      SLACK_CLIENT_SECRET: APP.clientSecret,
      SLACK_STATE_SECRET: APP.stateSecret,
    },
    /** Where the app listens, in HTTP mode. */
    target,
    socket,
    addPerson: space.addPerson.bind(space),
    addChannel: space.addChannel.bind(space),
    /** Another workspace, which hasn't added the app yet. */
    addWorkspace(team: string): People {
      const added = new Workspace(team);
      spaces.push(added);
      return peopleOf(added);
    },
    /**
     * Somebody adds the app to a workspace, with a browser, from the app's own page to Slack's and back.
     * @param change what an attacker, or time, makes of the way back
     * @returns the page at its end
     */
    async install(
      consent: Consent,
      { change = () => {}, language = 'en' }: { change?: (visit: Visit) => void; language?: string } = {},
    ) {
      const begun = await fetch(new URL('/slack/install', http.nextUrl()), { redirect: 'manual' });
      const asked = new URL(begun.headers.get('location')!);
      const scopes = asked.searchParams.get('scope')?.split(',').sort();
      if (asked.origin !== origin || asked.pathname !== '/oauth/v2/authorize')
        throw new Error(`Slack’s page is elsewhere than ${asked}`);
      if (asked.searchParams.get('client_id') !== APP.clientId) throw new Error('no such app');
      if (String(scopes) !== String([...consent.space.scopes].sort())) throw new Error(`asks for ${scopes}`);
      const url = new URL('/slack/oauth_redirect', http.nextUrl());
      url.search = String(
        new URLSearchParams({ code: oauth.allow(consent), state: asked.searchParams.get('state')! }),
      );
      const visit = { url, cookie: begun.headers.get('set-cookie')!.split(';')[0]! };
      change(visit);
      const page = await fetch(visit.url, { headers: { cookie: visit.cookie, 'accept-language': language } });
      return { status: page.status, text: await page.text() };
    },
    /** Slack believes that the last request was lost. */
    redeliver: (attempt = 1) => send(...last!, attempt),
    async close() {
      socket.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
export type FakeSlack = Awaited<ReturnType<typeof startFakeSlack>>;
