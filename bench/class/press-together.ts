import { setTimeout as sleep } from 'node:timers/promises';
import type { FakeDiscord } from '../../test/fakes/discord/fake-discord.ts';
import { type FakeSlack, type Message, picturesOf, wordsOf } from '../../test/fakes/slack/fake-slack.ts';

/** A class that presses enter at random moments within `withinMs`. */
export interface Burst {
  /** `train` wants words and a board; `faq` words, which the process that hears it has at once. */
  readonly command: 'train' | 'faq';
  readonly learners: number;
  /** Every so manyth is in Slack, in an own conversation with the bot; 0: all are in Discord. */
  readonly slackEvery: number;
  readonly withinMs: number;
  /** Each learner has a seed of their own, counted from this one. */
  readonly firstSeed: number;
  readonly timeoutMs: number;
}

/** What a learner got, in milliseconds after the press; undefined: never. */
export interface Outcome {
  readonly platform: 'discord' | 'slack';
  readonly seed: number;
  readonly acknowledged: number | undefined;
  readonly words: number | undefined;
  /** Where the answer has one; else the same as the words. */
  readonly board: number | undefined;
  /** What is wrong with the answer: missing, or there twice. */
  readonly faults: readonly string[];
}

/** Beyond this many, learners are in another server: a class, not a lecture hall. */
const LARGEST_CLASS = 300;
/** An interaction without an acknowledgement gets no answer any more; Discord gives it up after three seconds. */
const HOPELESS_MS = 10_000;
const PNG = Buffer.from('\x89PNG', 'latin1');

/** Sends the command for everyone, and resolves when all are answered or the time is over. */
export async function pressTogether(
  discord: FakeDiscord,
  slack: FakeSlack,
  burst: Burst,
): Promise<Outcome[]> {
  return Promise.all(
    Array.from({ length: burst.learners }, async (_, i) => {
      const inSlack = burst.slackEvery > 0 && i % burst.slackEvery === 0;
      await sleep(Math.random() * burst.withinMs);
      return inSlack ? pressInSlack(slack, i, burst) : pressInDiscord(discord, i, burst);
    }),
  );
}

async function pressInDiscord(discord: FakeDiscord, i: number, burst: Burst): Promise<Outcome> {
  const { seed, options, elapsed, isAnswer } = begin(i, burst);
  const from = { user: toId(2, i), guild: toId(3, Math.floor(i / LARGEST_CLASS)) };
  const asked = discord.command(burst.command, options, from);
  const acknowledged = await asked.acknowledged(HOPELESS_MS).catch(() => undefined);
  const patience = acknowledged ? burst.timeoutMs : 0;
  const when = (look: () => boolean) =>
    asked.until(patience, () => (look() ? elapsed() : undefined)).catch(() => undefined);
  const answers = () => asked.visible().filter(({ text }) => isAnswer(text));
  const hasWords = () => answers().length > 0;
  const hasBoard = () =>
    answers().some(({ attachments }) => attachments.some(({ bytes }) => PNG.equals(bytes.subarray(0, 4))));
  const [words, board] = await Promise.all([
    when(hasWords),
    when(burst.command === 'train' ? hasBoard : hasWords),
  ]);
  return judge({
    platform: 'discord',
    seed,
    acknowledged: asked.acknowledgement?.afterMs,
    words,
    board,
    answers: answers().length,
  });
}

async function pressInSlack(slack: FakeSlack, i: number, burst: Burst): Promise<Outcome> {
  const { seed, options, elapsed, isAnswer } = begin(i, burst);
  const user = `U${i}`;
  const channel = `D${user}`;
  if (!slack.space.people.has(user)) slack.addPerson(user, `Learner ${i}`, 'en-US');
  const when = (looks: (message: Message) => boolean) =>
    slack
      .until(
        (message) => message.channel === channel && isAnswer(wordsOf(message)) && looks(message),
        '',
        burst.timeoutMs,
      )
      .then(elapsed, () => undefined);
  const hasBoard = (message: Message) =>
    picturesOf(message).some((id) => PNG.equals(slack.space.files.get(id)!.bytes!.subarray(0, 4)));
  const typed = Object.entries(options).map(([name, value]) => `${name}:${value}`);
  const [delivery, words, board] = await Promise.all([
    slack.slash([`/${burst.command}`, ...typed].join(' '), { user, channel }),
    when(() => true),
    when(burst.command === 'train' ? hasBoard : () => true),
  ]);
  const answers = slack.messages(channel).filter((message) => isAnswer(wordsOf(message))).length;
  const acknowledged = delivery.acknowledged ? delivery.milliseconds : undefined;
  return judge({ platform: 'slack', seed, acknowledged, words, board, answers });
}

function begin(i: number, burst: Burst) {
  const seed = burst.firstSeed + i;
  const began = performance.now();
  // Only an answer says so: a word meanwhile repeats the command, and so has “seed:”.
  const answer = burst.command === 'train' ? new RegExp(`seed ${seed}\\b`) : /§8/;
  const options: Record<string, string | number> =
    burst.command === 'train' ? { epochs: 1000, seed } : { question: 'jobs' };
  return {
    seed,
    options,
    elapsed: () => performance.now() - began,
    isAnswer: (text: string) => answer.test(text),
  };
}

function judge({ answers, ...outcome }: Omit<Outcome, 'faults'> & { answers: number }): Outcome {
  const { acknowledged, words, board } = outcome;
  const faults = [
    ...(acknowledged === undefined ? ['no acknowledgement'] : []),
    ...(words === undefined ? ['no words'] : []),
    ...(board === undefined ? ['no board'] : []),
    ...(answers > 1 ? [`${answers} answers`] : []),
  ];
  return { ...outcome, faults };
}

/** An id as Discord's look, of 18 digits. */
function toId(first: number, n: number): string {
  return `${first}${String(n).padStart(17, '0')}`;
}
