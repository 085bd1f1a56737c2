import { webApi } from '@slack/bolt';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Meter } from '../command/meter.ts';
import { reportErrors } from '../command/report-errors.ts';
import { createBoltLogger } from './bolt-logger.ts';
import { fetchWhole } from './fetch-whole.ts';
import { createPacer, type Pacer } from './pacer.ts';
import { createProfiles, type Profile } from './profiles.ts';
import { NotInstalled } from './slack-error.ts';

/** The ways into one workspace. */
export interface Workspace {
  /** For messages. */
  readonly client: webApi.WebClient;
  /** For pictures. A client of its own: waiting out the limits of `files.*` must not hold back words. */
  readonly files: webApi.WebClient;
  readonly profileOf: (user: string) => Promise<Profile>;
  readonly pacer: Pacer;
}

export interface Workspaces {
  /**
   * By team id. While the database is out of reach a workspace that was open lately still opens.
   * @throws NotInstalled, and what else `tokenOf` throws
   */
  open(team: string): Promise<Workspace>;
}

export interface WorkspacesOptions {
  /** A workspace's `xoxb-…`, asked for anew for every request: another process may learn of a removal. */
  readonly tokenOf: (team: string) => Promise<string>;
  /** Ends in `/api/`. */
  readonly apiUrl: string;
  readonly meter?: Meter | undefined;
  readonly log: Logger;
  readonly pacer?: Pacer;
}

/** Words are sent again for about five minutes: an answer outlives Slack's rate limits and passing faults. */
const PATIENT = { retries: 12, minTimeout: 250, maxTimeout: 60_000, randomize: true };
const MOST_OPEN = 100;

/** Clients for every workspace that Theta is in, made when first needed and shared by all that is said there. */
export function createWorkspaces(options: WorkspacesOptions): Workspaces {
  const { tokenOf, apiUrl, meter, log, pacer = createPacer() } = options;
  const send = meter ? reportErrors(fetchWhole, 'slack', meter) : fetchWhole;
  const logger = createBoltLogger(log);
  const opened = new LRUCache<string, { token: string; workspace: Workspace }>({ max: MOST_OPEN });

  function connect(token: string): Workspace {
    const connection = (retryConfig: webApi.RetryOptions, more: webApi.WebClientOptions = {}) =>
      new webApi.WebClient(token, {
        slackApiUrl: apiUrl,
        logger,
        timeout: 15_000,
        fetch: send,
        retryConfig,
        ...more,
      });
    const quick = connection({ retries: 0 }, { timeout: 3_000, rejectRateLimitedCalls: true });
    return {
      // A post that is only slow would be posted again: whoever gives up on it too early doubles it.
      client: connection(PATIENT, { timeout: 60_000 }),
      files: connection({ ...PATIENT, retries: 5 }),
      profileOf: createProfiles(quick, log),
      pacer,
    };
  }

  return {
    async open(team) {
      const last = opened.get(team);
      try {
        const token = await tokenOf(team);
        if (last?.token === token) return last.workspace;
        const workspace = connect(token);
        opened.set(team, { token, workspace });
        return workspace;
      } catch (error) {
        if (error instanceof NotInstalled) opened.delete(team);
        else if (last) return last.workspace;
        throw error;
      }
    },
  };
}
