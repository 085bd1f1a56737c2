import type { Burst, Outcome } from './press-together.ts';
import { readProcess } from './process-figures.ts';
import type { StartedFakes } from './start-bots.ts';
import type { Child } from './start-child.ts';
import { percentile } from './statistics.ts';

/** Of milliseconds. */
export interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** What a class got. */
export interface Answers {
  readonly learners: number;
  readonly acknowledged: Spread;
  readonly words: Spread;
  readonly board: Spread;
  /** Answers a second, from the first press to the last board. */
  readonly perSecond: number;
  /** What learners miss, and what the platforms held against the bot. */
  readonly faults: readonly string[];
}

/** And what it cost the bot. */
export interface BurstFigures extends Answers {
  /** The bot's event loop. */
  readonly delay: Spread;
  /** CPU milliseconds a learner of the bot, and of the fakes, which is not the bot's. */
  readonly botCpuMs: number;
  readonly fakesCpuMs: number;
  /** Bytes: the bot's peak since its start, and what it holds afterwards, in all and in live objects and buffers. */
  readonly peakRss: number;
  readonly rss: number;
  readonly pss: number;
  readonly live: number;
}

export type Asked = Pick<Burst, 'command' | 'learners' | 'slackEvery' | 'firstSeed'>;

/** Bounds a bench that hangs, and no machine that is merely slow. */
const PATIENCE_MS = { base: 60_000, learner: 300 };

/** Has a class press enter within a second, and waits until everyone is answered. */
export async function pressAndWait(fakes: StartedFakes, asked: Asked): Promise<Answers> {
  const timeoutMs = PATIENCE_MS.base + PATIENCE_MS.learner * asked.learners;
  const began = performance.now();
  const outcomes = await fakes.call('burst', { ...asked, withinMs: 1000, timeoutMs }, timeoutMs + 30_000);
  const seconds = (performance.now() - began) / 1000;
  const times = (of: 'acknowledged' | 'words' | 'board') => outcomes.flatMap((outcome) => outcome[of] ?? []);
  return {
    learners: asked.learners,
    acknowledged: spread(times('acknowledged')),
    words: spread(times('words')),
    board: spread(times('board')),
    perSecond: times('board').length / seconds,
    faults: [...outcomes.flatMap(describeFaults), ...(await fakes.call('complaints'))],
  };
}

/** The same, and what it costs a bot. */
export async function measureBurst(bot: Child, fakes: StartedFakes, asked: Asked): Promise<BurstFigures> {
  await bot.ask('delays');
  const [botBefore, fakesBefore] = [readProcess(bot.pid), readProcess(fakes.pid)];
  const answers = await pressAndWait(fakes, asked);
  const [botAfter, fakesAfter] = [readProcess(bot.pid), readProcess(fakes.pid)];
  const delays = await bot.ask<number[]>('delays');
  const { heapUsed, external } = await bot.ask<{ heapUsed: number; external: number }>('live');
  const { rss, pss } = readProcess(bot.pid);
  return {
    ...answers,
    delay: spread(delays),
    botCpuMs: ((botAfter.cpuSeconds - botBefore.cpuSeconds) * 1000) / asked.learners,
    fakesCpuMs: ((fakesAfter.cpuSeconds - fakesBefore.cpuSeconds) * 1000) / asked.learners,
    peakRss: botAfter.peakRss,
    rss,
    pss,
    live: heapUsed + external,
  };
}

function spread(values: readonly number[]): Spread {
  return {
    p50: percentile(values, 50),
    p99: percentile(values, 99),
    max: percentile(values, 100),
  };
}

function describeFaults({ platform, seed, faults }: Outcome): string[] {
  return faults.map((fault) => `${platform}, seed ${seed}: ${fault}`);
}
