import express, { type Express } from 'express';
import type { Logger } from 'pino';
import type { Platform } from './command/invocation.ts';
import type { AnswerJob } from './command/jobs.ts';
import { limitRate } from './command/limit-rate.ts';
import type { Meter } from './command/meter.ts';
import type { Config } from './config.ts';
import { createReadiness } from './create-readiness.ts';
import { listen } from './listen.ts';
import { createMeter } from './metrics/create-meter.ts';
import { createRegistry } from './metrics/create-registry.ts';
import { measureAnswerers, measureQueue } from './metrics/measure-jobs.ts';
import { measureReadiness } from './metrics/measure-readiness.ts';
import { mountHealth } from './mount-health.ts';
import { type Opened, openTheta } from './open-theta.ts';

/** Container hosts kill after 10 s. */
const LONGEST_STOP_MS = 9_000;
/** Of these, for the answers under way. What is left is answered after the next start. */
const ANSWERS_MS = 5_000;

/** One platform in this process: what it answers, and what has to end with the process. */
interface Surface {
  readonly answer?: AnswerJob;
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

/** Runs Theta until the process is asked to end. */
export async function serve(config: Config, log: Logger): Promise<void> {
  const readiness = createReadiness();
  const receivers: (() => Promise<unknown> | undefined)[] = [];
  let opened: Opened | undefined;
  const stop = async () => {
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
    readiness.drain();
    await Promise.allSettled([...receivers.map((end) => end()), opened?.store.jobs.stop(ANSWERS_MS)]);
    await opened?.close();
    process.exit(0);
  };
  // From the first moment on: as a container's first process it would not hear them otherwise.
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);

  const app = express().disable('x-powered-by');
  const registry = createRegistry();
  const { HOST: host, PORT: port, THETA_ROLE: role } = config;
  measureReadiness(readiness, registry);
  mountHealth(app, { host, backend: () => opened?.work.backend, readiness, registry, log });
  // Before all else: who watches over processes sees this one wait for its database.
  const server = await listen(app, port, host);
  receivers.push(server.stop);

  opened = await openTheta(config, log, { patience: 'forever', registry });
  const { store, work } = opened;
  readiness.require('database', store.ping);
  measureQueue(store.jobs, registry);
  const surfaces = await openSurfaces({ config, app, opened, meter: createMeter(registry), log });
  const answerers: Partial<Record<Platform, AnswerJob>> = {};
  for (const [name, surface] of surfaces) {
    receivers.push(async () => surface.stop?.());
    if (surface.answer) answerers[name] = surface.answer;
    if (surface.ready) readiness.require(name, surface.ready);
  }
  if (role !== 'chat') {
    readiness.require('workers', opened.checkWorkers);
    await store.jobs.start(measureAnswerers(answerers, registry));
  }
  readiness.open();

  const names = [...surfaces.keys()].join(', ');
  const { backend } = work;
  log.info({ url: server.url, backend, role, surfaces: names }, 'Theta is ready');
  console.log(`Theta is ready at ${server.url} (TensorFlow.js backend: ${backend}; ${names})`);
}

/** The platforms of this process. Each is loaded only where it is on: discord.js and Bolt weigh tens of megabytes. */
async function openSurfaces(house: House) {
  const { config, app, opened, log } = house;
  const surfaces = new Map<Platform, Surface>();
  if (config.SLACK_BOT_TOKEN || config.SLACK_CLIENT_ID)
    surfaces.set('slack', await openSlack({ ...house, log: log.child({ platform: 'slack' }) }));
  if (config.DISCORD_TOKEN || config.DISCORD_PUBLIC_KEY)
    surfaces.set('discord', await openDiscord({ ...house, log: log.child({ platform: 'discord' }) }));
  if (config.THETA_ROLE === 'all') {
    const { mountLocal } = await import('./local/mount-local.ts');
    mountLocal(app, limitRate(opened.theta), { host: config.HOST, log });
    surfaces.set('local', {});
  }
  return surfaces;
}

async function openDiscord({ config, app, opened, meter, log }: House): Promise<Surface> {
  const { theta, store } = opened;
  const { DISCORD_API_URL: apiUrl, DISCORD_PUBLIC_KEY: publicKey, DISCORD_TOKEN: token } = config;
  const { createDiscordAnswerer } = await import('./discord/create-answerer.ts');
  const answer = createDiscordAnswerer({ apiUrl, meter, log }, theta);
  if (config.THETA_ROLE === 'worker') return { answer };

  const bounded = limitRate(theta);
  const stops: (() => Promise<unknown>)[] = [];
  let ready = () => true;
  if (publicKey) {
    const { mountInteractions } = await import('./discord/mount-interactions.ts');
    stops.push(mountInteractions(app, { publicKey, apiUrl, meter, log }, bounded, store.jobs).stop);
    if (!token) log.warn('without DISCORD_TOKEN the commands can’t be registered');
  }
  if (token) {
    const { startDiscord } = await import('./discord/start-discord.ts');
    const options = {
      token,
      apiUrl,
      guildId: config.DISCORD_GUILD_ID,
      receives: publicKey ? ('http' as const) : ('gateway' as const),
      shards: config.DISCORD_SHARDS,
      exclusively: store.exclusively,
      meter,
      log,
    };
    const discord = await startDiscord(options, bounded, store.jobs);
    ready = discord.ready;
    stops.push(discord.stop);
  }
  return { answer, ready, stop: () => Promise.all(stops.map((stop) => stop())) };
}

async function openSlack({ config, app, opened, log }: House): Promise<Surface> {
  const { theta, store } = opened;
  const { SLACK_API_URL: apiUrl, SLACK_BOT_TOKEN: botToken } = config;
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
  const workspaces = createWorkspaces({ tokenOf, apiUrl, log });
  const answer = createSlackAnswerer(workspaces, limitRate(theta), log);
  if (config.THETA_ROLE === 'worker') return { answer };

  const { startSlack } = await import('./slack/start-slack.ts');
  const slack = await startSlack(
    {
      workspaces,
      botToken,
      installer,
      appToken: config.SLACK_APP_TOKEN,
      signingSecret: config.SLACK_SIGNING_SECRET,
      apiUrl,
      app,
      log,
    },
    theta,
    store.jobs,
  );
  return { answer, ready: slack.ready, stop: slack.stop };
}
