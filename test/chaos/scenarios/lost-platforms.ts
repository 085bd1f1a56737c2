import { setTimeout as sleep } from 'node:timers/promises';
import type { Lesson } from '../lesson.ts';
import { momentOf, type Scenario } from '../scenario.ts';

/** One bot, two learners on each platform, a fault, and two more. */
function during(spoil: (lesson: Lesson, trial: number) => Promise<unknown> | unknown): Scenario['run'] {
  return async (lesson, tally, trial) => {
    await lesson.start();
    for (let i = 0; i < 2; i++) lesson.ask();
    await sleep(momentOf(trial, 300));
    await spoil(lesson, trial);
    for (let i = 0; i < 2; i++) lesson.ask();
    await lesson.settle(tally);
  };
}

const answers = (method: string, path: string) =>
  method === 'PATCH' || (method === 'POST' && path.startsWith('/webhooks/'));
const callbacks = (_method: string, path: string) => path.endsWith('/callback');

/** The two platforms, when they are not themselves. */
export const lostPlatforms: readonly Scenario[] = [
  {
    fault: 'Discord’s gateway connection cut; resumed',
    promise: 'answered, also what came meanwhile',
    times: 15,
    run: during(({ discord }) => discord.gateway.kill()),
  },
  {
    fault: 'Discord asks for a reconnect',
    promise: 'answered, also what came meanwhile',
    times: 5,
    run: during(({ discord }) => discord.gateway.askToReconnect()),
  },
  {
    fault: 'Discord invalidates the session',
    promise: 'identifies anew; what was acknowledged is answered',
    times: 5,
    run: during(async ({ discord }) => {
      discord.gateway.invalidateSessions();
      await discord.ready();
    }),
  },
  {
    fault: 'Slack’s socket cut; connected anew',
    promise: 'what was acknowledged is answered',
    times: 15,
    run: during(async ({ slack }) => {
      slack.socket.drop();
      while (!slack.socket.isConnected()) await sleep(20);
    }),
  },
  {
    fault: 'Slack recycles the socket',
    promise: 'what was acknowledged is answered',
    times: 5,
    run: during(async ({ slack }) => {
      slack.socket.refresh();
      await sleep(300);
    }),
  },
  {
    fault: '429 on answers and acknowledgements, both platforms',
    promise: 'waited out; answered whole',
    times: 10,
    run: during(({ discord, slack }) => {
      discord.failNext(2, { status: 429, retryAfter: 0.4 }, answers);
      discord.failNext(1, { status: 429, retryAfter: 0.4 }, callbacks);
      slack.failNext('chat.postMessage', { status: 429, retryAfter: 1 }, 2);
      slack.failNext('chat.update', { status: 429, retryAfter: 1 }, 1);
      slack.failNext('files.getUploadURLExternal', { status: 429, retryAfter: 1 }, 1);
    }),
  },
  {
    fault: 'rows of 500 and 502, both platforms',
    promise: 'tried again; answered',
    times: 10,
    run: during(({ discord, slack }) => {
      discord.failNext(3, { status: 502 }, answers);
      discord.failNext(1, { status: 500 }, callbacks);
      slack.failNext('chat.postMessage', { status: 500 }, 2);
      slack.failNext('chat.update', { status: 503 }, 2);
      slack.failNext('upload', { status: 500 }, 2);
    }),
  },
  {
    fault: 'connections broken off after the work was done, and half-sent answers, Discord',
    promise: 'tried again; answered once',
    times: 10,
    run: during(({ discord }) => {
      discord.failNext(2, { drop: true }, answers);
      discord.failNext(1, { status: 504, afterwards: true }, answers);
      discord.failNext(1, { status: 502, afterwards: true }, callbacks);
      discord.failNext(2, { half: true }, answers);
    }),
  },
  {
    fault: 'connections that hang, Discord',
    promise: 'tried again within the 3 s, and answered once',
    times: 5,
    run: during(({ discord }) => {
      discord.failNext(1, { hang: true }, callbacks);
    }),
  },
  {
    fault: 'connections that hang, and half-sent answers, Slack',
    promise: 'tried again; answered once',
    times: 5,
    run: during(({ slack }) => {
      slack.failNext('chat.update', { half: true }, 2);
      slack.failNext('files.info', { half: true }, 1);
      slack.failNext('upload', { hang: true }, 1);
    }),
  },
];
