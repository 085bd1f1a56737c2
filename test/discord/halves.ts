import { pino } from 'pino';
import type { Answer } from '../../src/command/theta.ts';
import { createDiscordAnswerer } from '../../src/discord/answerer.ts';
import { startDiscord } from '../../src/discord/start-discord.ts';
import { startFakeDiscord } from '../fakes/discord/fake-discord.ts';
import { Disk, MemoryJobs } from './memory-jobs.ts';
import { ScriptedTheta } from './scripted-theta.ts';

/** Processes of the adapter's two halves around one Discord and one disk, each with its own view of the jobs. */
export class Halves {
  static async open(): Promise<Halves> {
    return new Halves(await startFakeDiscord({ unpaced: true }));
  }

  readonly disk = new Disk();
  /** What the receiving half asks. */
  readonly theta: ScriptedTheta;
  logged = '';
  readonly fake;
  readonly #log;
  readonly #stops: (() => Promise<unknown>)[] = [];

  private constructor(fake: Awaited<ReturnType<typeof startFakeDiscord>>) {
    this.fake = fake;
    const write = (line: string) => {
      this.logged += line;
    };
    this.#log = pino({ level: 'debug' }, { write });
    this.theta = new ScriptedTheta({ log: this.#log });
  }

  async receive(): Promise<MemoryJobs> {
    const jobs = new MemoryJobs(this.disk);
    const options = { token: 'any', apiUrl: this.fake.apiUrl, log: this.#log };
    const discord = await startDiscord(options, this.theta, jobs);
    this.#stops.unshift(discord.stop);
    return jobs;
  }

  /** A process that answers as it is told. */
  async answer(next: () => Answer): Promise<MemoryJobs> {
    const jobs = new MemoryJobs(this.disk);
    await jobs.start({ discord: this.answerer(next) });
    this.#stops.unshift(() => jobs.stop());
    return jobs;
  }

  answerer(next: () => Answer) {
    const theta = new ScriptedTheta({ log: this.#log });
    theta.next = next;
    return createDiscordAnswerer({ apiUrl: this.fake.apiUrl, log: this.#log }, theta);
  }

  async close(): Promise<void> {
    for (const stop of this.#stops) await stop();
    await this.fake.close();
  }
}
