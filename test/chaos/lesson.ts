import { setTimeout as sleep } from 'node:timers/promises';
import { type Running, startBot } from '../e2e/start-process.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/fake-discord.ts';
import type { FakeInteraction } from '../fakes/discord/fake-interaction.ts';
import { type FakeSlack, picturesOf, startFakeSlack, wordsOf } from '../fakes/slack/fake-slack.ts';
import type { Outcome, Tally } from './tally.ts';

const TOKEN = 'fake-discord-token-0123456789';
const ANSWER = /Learned line|学到的直线/;
const MEANWHILE = /^Training: |in the queue/m;

/** A command on its way. `look` is what its learner sees right now; undefined while an answer is still to come. */
interface Asked {
  look(): Outcome | undefined;
}

/**
 * Both platforms as fakes, the bot as processes, and learners who press enter; each learner asks once, with a seed by
 * which the answer is known.
 */
export class Lesson {
  readonly discord: FakeDiscord;
  readonly slack: FakeSlack;
  readonly bots: Running[] = [];
  readonly #asked: Asked[] = [];
  #seed = 1000;

  static async begin(): Promise<Lesson> {
    // Bots start again faster here than Discord lets them identify themselves.
    const discordOptions = { token: TOKEN, unpaced: true };
    const [discord, slack] = await Promise.all([startFakeDiscord(discordOptions), startFakeSlack()]);
    return new Lesson(discord, slack);
  }

  private constructor(discord: FakeDiscord, slack: FakeSlack) {
    this.discord = discord;
    this.slack = slack;
  }

  /** Starts a bot process that is connected to both platforms. */
  async start(
    environment: Record<string, string> = {},
    nodeOptions: readonly string[] = [],
  ): Promise<Running> {
    const bot = await startBot(
      {
        DISCORD_TOKEN: TOKEN,
        DISCORD_API_URL: this.discord.apiUrl,
        ...this.slack.environment,
        ...environment,
      },
      nodeOptions,
    );
    this.bots.push(bot);
    return bot;
  }

  /** Ends a process without a word, keeping its data. */
  async kill(bot: Running): Promise<void> {
    this.bots.splice(this.bots.indexOf(bot), 1);
    await bot.kill();
  }

  /** Asks a process to end; resolves with its exit code. Its data stays. */
  async terminate(bot: Running): Promise<number | null> {
    this.bots.splice(this.bots.indexOf(bot), 1);
    return bot.terminate();
  }

  /** Ends the processes that are left, and looks for secrets in what they wrote. */
  async stopBots(tally: Tally): Promise<void> {
    for (const bot of this.bots.splice(0)) {
      const code = await bot.stop();
      tally.expect(code === 0, `a stop ended with ${code}`);
      for (const secret of [TOKEN, this.slack.botToken, this.slack.appToken])
        tally.expect(!bot.written().includes(secret), 'a secret in the log');
    }
  }

  /** One learner on each platform types `/train`; a long one takes about half a second of a core. */
  ask(length: 'short' | 'long' = 'short'): void {
    const options = length === 'short' ? { epochs: 50 } : { epochs: 10_000, batch: 1 };
    this.#asked.push(this.#askDiscord(++this.#seed, options), this.#askSlack(++this.#seed, options));
  }

  /** Waits until everybody has what they will get, at most so long, and counts it. */
  async settle(tally: Tally, patienceMs = 60_000): Promise<void> {
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline && this.#asked.some((asked) => asked.look() === undefined)) await sleep(50);
    // A second answer would come about now.
    await sleep(500);
    for (const asked of this.#asked.splice(0)) tally.add(asked.look() ?? 'lost');
  }

  /** Ends the processes and the platforms, and says what the platforms hold against the bot. */
  async end(tally: Tally): Promise<void> {
    await this.stopBots(tally);
    const faults = this.slack.space.faults.filter((fault) => !fault.startsWith('operation_timeout'));
    tally.expect(faults.length === 0, `Slack held against us: ${faults[0]}`);
    await Promise.all([this.discord.close(), this.slack.close()]);
  }

  #askDiscord(seed: number, options: Readonly<Record<string, number>>): Asked {
    const user = `2${String(seed).padStart(17, '0')}`;
    let interaction: FakeInteraction | undefined;
    try {
      interaction = this.discord.command('train', { ...options, seed }, { user });
    } catch {
      // Nothing is connected.
    }
    const askedAt = Date.now();
    return {
      look() {
        if (!interaction?.acknowledgement) return Date.now() - askedAt > 3_500 ? 'unheard' : undefined;
        const messages = interaction
          .visible()
          .filter(({ loading, text }) => !loading && !MEANWHILE.test(text));
        if (messages.length === 0) return undefined;
        const answers = messages.filter(({ text }) => ANSWER.test(text) && text.includes(`seed:${seed}`));
        if (answers.length === 0) return 'told';
        if (messages.length > 1) return 'twice';
        return answers[0]!.attachments.length > 0 ? 'whole' : 'words';
      },
    };
  }

  #askSlack(seed: number, options: Readonly<Record<string, number>>): Asked {
    const { slack } = this;
    const user = `U${seed}`;
    const typed = Object.entries(options)
      .map(([name, value]) => `${name}:${value}`)
      .join(' ');
    slack.addPerson(user, `Learner ${seed}`, 'en-US');
    let acknowledged: boolean | undefined;
    void slack.slash(`/train ${typed} seed:${seed}`, { user, channel: `D${user}` }).then((delivery) => {
      acknowledged = delivery.acknowledged;
    });
    return {
      look() {
        if (acknowledged === undefined) return undefined;
        const messages = slack.messages(`D${user}`).filter((message) => !MEANWHILE.test(wordsOf(message)));
        if (messages.length === 0) return acknowledged ? undefined : 'unheard';
        const answers = messages.filter((message) => ANSWER.test(wordsOf(message)));
        if (answers.length === 0) return 'told';
        if (messages.length > 1) return 'twice';
        if (picturesOf(answers[0]!).length > 0) return 'whole';
        // Its picture may still be on its way.
        return /on its way/.test(wordsOf(answers[0]!)) ? undefined : 'words';
      },
    };
  }
}
