import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import type { AnswerJob, Jobs } from '../../src/command/jobs.ts';
import type { Theta } from '../../src/command/theta.ts';
import { createSlackAnswerer } from '../../src/slack/answerer.ts';
import type { InstallationTable } from '../../src/slack/installations.ts';
import { createInstaller } from '../../src/slack/installer.ts';
import { createPacer } from '../../src/slack/pacer.ts';
import { type Slack, startSlack } from '../../src/slack/start-slack.ts';
import { createWorkspaces } from '../../src/slack/workspaces.ts';
import type { FakeSlack } from '../fakes/slack/fake-slack.ts';
import { createTinyJobs, type TinyJobs } from './tiny-jobs.ts';

export interface TestBot<J extends Jobs = TinyJobs> {
  readonly slack: Slack;
  readonly jobs: J;
  readonly answer: AnswerJob;
  readonly url: string;
  /** All that it wrote to its log. */
  logged(): string;
  stop(): Promise<void>;
}

interface Settings<J extends Jobs> {
  /** Turns on Socket Mode; else the bot is added to the fake's `target`. */
  readonly appToken?: string;
  /** Many workspaces: where they are kept, sealed with `tokenKeys`. */
  readonly table?: InstallationTable;
  readonly tokenKeys?: string;
  /** Shared by the processes of a bot. */
  readonly jobs?: J;
  /** Takes requests in, and leaves the answers to others. */
  readonly chatOnly?: boolean;
  /** ms between messages of a channel. */
  readonly messageInterval?: number;
}

export const KEY = Buffer.alloc(32, 1).toString('base64');

/** The Slack half of a bot's process, put together as `main.ts` does it. */
export async function startTestBot<J extends Jobs = TinyJobs>(
  fake: FakeSlack,
  theta: Theta,
  settings: Settings<J> = {},
): Promise<TestBot<J>> {
  const { appToken, table, tokenKeys = KEY, chatOnly = false } = settings;
  // Without a J of the caller's, J is TinyJobs.
  const jobs = settings.jobs ?? (createTinyJobs() as Jobs as J);
  const { apiUrl, signingSecret } = fake;
  let logged = '';
  const write = (line: string) => {
    logged += line;
  };
  const log = pino({ level: 'trace' }, { write });
  const installer = table && createInstaller({ ...fake, tokenKeys, table, log });
  const botToken = installer ? undefined : fake.botToken;
  const tokenOf = installer?.tokenOf ?? (async () => fake.botToken);
  const pacer = createPacer(settings.messageInterval);
  const workspaces = createWorkspaces({ tokenOf, apiUrl, log, pacer });
  const answer = createSlackAnswerer({ workspaces, log }, theta);
  const app = express();
  const slack = await startSlack(
    { workspaces, botToken, installer, appToken, signingSecret, apiUrl, app, log },
    theta,
    jobs,
  );
  if (!chatOnly) await jobs.start({ slack: answer });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  fake.target.appUrls.push(url);
  return {
    slack,
    jobs,
    answer,
    url,
    logged: () => logged,
    async stop() {
      await slack.stop();
      await jobs.stop(5_000);
      server.closeAllConnections();
      server.close();
    },
  };
}
