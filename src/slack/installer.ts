import { InstallProvider } from '@slack/oauth';
import type { Express } from 'express';
import type { Logger } from 'pino';
import { createBoltLogger } from './bolt-logger.ts';
import { showInstallPage } from './install-page.ts';
import { createInstallations, type InstallationTable } from './installations.ts';
import { SCOPES } from './scopes.ts';
import { createSeal } from './seal.ts';

export interface InstallerOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Signs what a browser carries from here to Slack and back. */
  readonly stateSecret: string;
  /** See `createSeal`. */
  readonly tokenKeys: string;
  readonly table: InstallationTable;
  /** Ends in `/api/`. */
  readonly apiUrl: string;
  readonly log: Logger;
}

/** One app for many workspaces, each of which adds it by OAuth. */
export interface Installer {
  /** Serves `/slack/install`, and `/slack/oauth_redirect`, to which Slack sends the browser back. */
  mount(app: Express): void;
  /**
   * A workspace's bot token; one that runs out within two hours is exchanged first.
   * @throws NotInstalled, SealBroken, StoreUnavailable
   */
  readonly tokenOf: (team: string) => Promise<string>;
  /** After a removal: `at` is when it happened, in epoch ms. */
  forget(team: string, at: number): Promise<void>;
}

/** @throws UsageError for malformed keys */
export function createInstaller(options: InstallerOptions): Installer {
  const { clientId, clientSecret, stateSecret, tokenKeys, table, apiUrl, log } = options;
  const installations = createInstallations(table, createSeal(tokenKeys), log);
  const provider = new InstallProvider({
    clientId,
    clientSecret,
    stateSecret,
    installationStore: installations,
    // Straight to Slack's own page, which says what the app asks for.
    directInstall: true,
    authorizationUrl: new URL('/oauth/v2/authorize', apiUrl).href,
    clientOptions: { slackApiUrl: apiUrl, timeout: 15_000, retryConfig: { retries: 2, minTimeout: 250 } },
    logger: createBoltLogger(log),
  });
  return {
    mount(app) {
      app.get('/slack/install', (request, response) =>
        provider.handleInstallPath(request, response, {}, { scopes: SCOPES }),
      );
      app.get('/slack/oauth_redirect', (request, response) =>
        provider.handleCallback(request, response, {
          success: ({ team }) => {
            log.info({ team: team?.id }, 'installed in a workspace');
            showInstallPage(undefined, request, response);
          },
          failure: (error) => showInstallPage(error, request, response),
        }),
      );
    },
    async tokenOf(team) {
      const query = { teamId: team, enterpriseId: undefined, isEnterpriseInstall: false };
      const { botToken } = await provider.authorize(query).catch((error) => {
        // The library wraps what the store throws.
        throw error.original ?? error;
      });
      return botToken!;
    },
    forget: (team, at) => installations.forget(team, at),
  };
}
