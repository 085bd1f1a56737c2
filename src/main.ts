import { createHash } from 'node:crypto';
import express from 'express';
import { createTheta } from './command/create-theta.ts';
import { loadCommands } from './command/load-commands.ts';
import { type Config, readConfig } from './config.ts';
import { createLog } from './create-log.ts';
import { startDiscord } from './discord/start-discord.ts';
import { loadKnowledge } from './knowledge/load-knowledge.ts';
import { listen } from './listen.ts';
import { mountLocal } from './local/mount-local.ts';
import { measureTheta } from './metrics.ts';
import { type Checks, mountHealth } from './mount-health.ts';
import { parseSayArguments, say } from './say.ts';
import { createManifest, parseManifestArguments } from './slack/manifest.ts';
import { startSlack } from './slack/start-slack.ts';
import { openStore } from './store/open-store.ts';
import { UsageError } from './usage-error.ts';
import { startWork } from './work/start-work.ts';

/** Container hosts kill after 10 s. */
const LONGEST_STOP_MS = 9_000;

const [mode = 'serve', ...args] = process.argv.slice(2);
try {
  if (mode === 'serve') await serve(readConfig(process.env));
  else if (mode === 'say') process.exitCode = await sayOnce(readConfig(process.env));
  else if (mode === 'manifest') await printManifest(readConfig(process.env));
  else throw new UsageError(`“${mode}” is none of serve, say, manifest`);
} catch (error) {
  // What a person can mend is one sentence; anything else keeps its stack.
  console.error(error instanceof UsageError ? error.message : error);
  process.exit(2);
}

async function openTheta(config: Config, painters?: number) {
  const log = createLog(config.LOG_LEVEL, [
    config.DISCORD_TOKEN,
    config.SLACK_BOT_TOKEN,
    config.SLACK_APP_TOKEN,
    config.SLACK_SIGNING_SECRET,
    config.DATABASE_URL,
    passwordIn(config.DATABASE_URL),
    passwordIn(config.QUICKCHART_URL),
  ]);
  const [store, work, knowledge, commands] = await Promise.all([
    openStore({ dataDir: config.DATA_DIR, databaseUrl: config.DATABASE_URL }),
    startWork({
      backend: config.TF_BACKEND,
      painters,
      quickChartUrl: config.QUICKCHART_URL,
      onFallback: (reason) => log.warn({ reason }, 'the QuickChart server failed; drawn in-process'),
    }),
    loadKnowledge(),
    loadCommands(),
  ]);
  const drawSeed = (id: string) => createHash('sha256').update(id).digest().readUInt32BE();
  const services = { store, work, knowledge, commands, prefix: config.COMMAND_PREFIX, drawSeed };
  const theta = createTheta(services, { theme: config.BOARD_THEME, log });
  // In this order: what is being trained is still stored.
  const close = async () => {
    await work.close();
    await store.close();
  };
  return { log, store, work, theta, close };
}

async function serve(config: Config): Promise<void> {
  const stops: (() => Promise<unknown>)[] = [];
  let close = async () => {};
  const stop = async () => {
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
    await Promise.allSettled(stops.map((end) => end()));
    await close();
    process.exit(0);
  };
  // From the first moment on: as a container's first process it would not hear them otherwise.
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);

  const opened = await openTheta(config);
  const { log, store, work, theta: bare } = opened;
  close = opened.close;
  const { theta, registry } = measureTheta(bare);
  const app = express().disable('x-powered-by');
  const checks: Record<string, Checks[string]> = { database: () => store.ping() };

  mountHealth(app, work.backend, checks, registry);
  if (config.SLACK_BOT_TOKEN) {
    const slack = await startSlack(
      {
        botToken: config.SLACK_BOT_TOKEN,
        appToken: config.SLACK_APP_TOKEN,
        signingSecret: config.SLACK_SIGNING_SECRET,
        apiUrl: config.SLACK_API_URL,
        app,
        log: log.child({ platform: 'slack' }),
      },
      theta,
    );
    checks.slack = slack.ready;
    stops.push(slack.stop);
  }
  mountLocal(app, theta, { host: config.HOST, log });
  const server = await listen(app, config.PORT, config.HOST);
  stops.push(server.stop);
  if (config.DISCORD_TOKEN) {
    const discord = await startDiscord(
      {
        token: config.DISCORD_TOKEN,
        apiUrl: config.DISCORD_API_URL,
        guildId: config.DISCORD_GUILD_ID,
        log: log.child({ platform: 'discord' }),
      },
      theta,
    );
    checks.discord = discord.ready;
    stops.push(discord.stop);
  }

  const surfaces = [
    'page',
    ...(config.DISCORD_TOKEN ? ['discord'] : []),
    ...(config.SLACK_BOT_TOKEN ? ['slack'] : []),
  ];
  log.info({ url: server.url, backend: work.backend, surfaces }, 'Theta is ready');
  console.log(
    `Theta is ready at ${server.url} (TensorFlow.js backend: ${work.backend}; ${surfaces.join(', ')})`,
  );
}

async function sayOnce(config: Config): Promise<0 | 1> {
  const said = parseSayArguments(args, process.env.LANG);
  const { theta, close } = await openTheta(
    process.env.LOG_LEVEL ? config : { ...config, LOG_LEVEL: 'error' },
    1,
  );
  try {
    return await say(theta, said);
  } finally {
    await close();
  }
}

async function printManifest(config: Config): Promise<void> {
  const commands = await loadCommands();
  const manifest = createManifest({ commands, prefix: config.COMMAND_PREFIX }, parseManifestArguments(args));
  console.log(JSON.stringify(manifest, null, 2));
}

function passwordIn(url: string | undefined): string | undefined {
  return url === undefined ? undefined : decodeURIComponent(new URL(url).password);
}
