import type { Logger } from 'pino';
import type { Jobs } from '../../src/command/jobs.ts';
import type { Theta } from '../../src/command/theta.ts';
import { createDiscordAnswerer } from '../../src/discord/answerer.ts';
import { type Discord, type DiscordOptions, startDiscord } from '../../src/discord/start-discord.ts';
import type { FakeDiscord } from '../fakes/discord/fake-discord.ts';
import { MemoryJobs } from './memory-jobs.ts';

type Options = Partial<DiscordOptions> & { readonly log: Logger };

/** Both halves of the adapter, as in a process that has every role. */
export async function startBot(
  fake: FakeDiscord,
  theta: Theta,
  options: Options,
  jobs: Jobs = new MemoryJobs(),
): Promise<Discord> {
  const settings = { token: 'any', apiUrl: fake.apiUrl, ...options };
  await jobs.start({ discord: createDiscordAnswerer(settings, theta) });
  return startDiscord(settings, theta, jobs);
}
