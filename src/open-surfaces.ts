import type { Express } from 'express';
import type { Logger } from 'pino';
import type { Platform } from './command/invocation.ts';
import type { AnswerJob } from './command/jobs.ts';
import { limitRate } from './command/limit-rate.ts';
import type { Meter } from './command/meter.ts';
import type { Config } from './config.ts';
import type { Opened } from './open-theta.ts';

/** One platform in this process. */
export interface Surface {
  readonly answer?: AnswerJob;
  /** Opens the ways in, where this process receives. */
  readonly receive?: () => Promise<Receiving>;
}
interface Receiving {
  readonly ready?: () => boolean;
  readonly stop?: () => Promise<unknown>;
}

/** What a platform is opened with. */
interface House {
  readonly config: Config;
  readonly app: Express;
  readonly opened: Opened;
  readonly meter: Meter;
  readonly log: Logger;
}

/** The platforms that are on. Each is loaded only then: discord.js and Bolt weigh tens of megabytes. */
export async function openSurfaces(house: House): Promise<Map<Platform, Surface>> {
  const { config, app, opened, log } = house;
  const surfaces = new Map<Platform, Surface>();
  if (config.SLACK_BOT_TOKEN || config.SLACK_CLIENT_ID)
    surfaces.set('slack', await openSlack({ ...house, log: log.child({ platform: 'slack' }) }));
  if (config.THETA_ROLE === 'all') {
    const { mountLocal } = await import('./local/mount-local.ts');
    mountLocal(app, limitRate(opened.theta), { host: config.HOST, log });
    surfaces.set('local', {});
  }
  // Last, for its gateway takes seconds to open.
  if (config.DISCORD_TOKEN || config.DISCORD_PUBLIC_KEY)
    surfaces.set('discord', await openDiscord({ ...house, log: log.child({ platform: 'discord' }) }));
  return surfaces;
}

async function openDiscord({ config, app, opened, meter, log }: House): Promise<Surface> {
  const { DISCORD_API_URL: apiUrl, DISCORD_PUBLIC_KEY: publicKey, DISCORD_TOKEN: token } = config;
  const { theta, store } = opened;
  const [{ createDiscordAnswerer }, { createLandings }] = await Promise.all([
    import('./discord/answerer.ts'),
    import('./discord/landings.ts'),
  ]);
  const reach = { apiUrl, meter, landings: createLandings(), log };
  return {
    answer: createDiscordAnswerer(reach, theta),
    async receive() {
      const bounded = limitRate(theta);
      const stops: (() => Promise<unknown>)[] = [];
      let ready = () => true;
      if (publicKey) {
        const { mountInteractions } = await import('./discord/mount-interactions.ts');
        stops.push(mountInteractions(app, { ...reach, publicKey }, bounded, store.jobs).stop);
      }
      if (token) {
        const { startDiscord } = await import('./discord/start-discord.ts');
        const options = {
          ...reach,
          token,
          guildId: config.DISCORD_GUILD_ID,
          receives: publicKey ? ('http' as const) : ('gateway' as const),
          shards: config.DISCORD_SHARDS,
          exclusively: store.exclusively,
        };
        const discord = await startDiscord(options, bounded, store.jobs);
        ready = discord.ready;
        stops.push(discord.stop);
      } else log.warn('without DISCORD_TOKEN the commands can’t be registered');
      return { ready, stop: () => Promise.all(stops.map((stop) => stop())) };
    },
  };
}

async function openSlack({ config, app, opened, meter, log }: House): Promise<Surface> {
  const { SLACK_API_URL: apiUrl, SLACK_BOT_TOKEN: botToken } = config;
  const { theta, store } = opened;
  const [{ createInstaller }, { createWorkspaces }, { createSlackAnswerer }] = await Promise.all([
    import('./slack/installer.ts'),
    import('./slack/workspaces.ts'),
    import('./slack/answerer.ts'),
  ]);
  // readConfig has seen to it that these four come together.
  const installer = config.SLACK_CLIENT_ID
    ? createInstaller({
        clientId: config.SLACK_CLIENT_ID,
        clientSecret: config.SLACK_CLIENT_SECRET!,
        stateSecret: config.SLACK_STATE_SECRET!,
        tokenKeys: config.SLACK_TOKEN_KEYS!,
        table: store,
        apiUrl,
        log,
      })
    : undefined;
  const tokenOf = installer?.tokenOf ?? (async () => botToken!);
  const workspaces = createWorkspaces({ tokenOf, apiUrl, meter, log });
  return {
    answer: createSlackAnswerer({ workspaces, meter, log }, limitRate(theta)),
    async receive() {
      const { startSlack } = await import('./slack/start-slack.ts');
      const { SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = config;
      const options = { workspaces, botToken, installer, appToken, signingSecret, apiUrl, app, meter, log };
      return startSlack(options, theta, store.jobs);
    },
  };
}
