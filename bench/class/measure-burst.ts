import type { Burst, Outcome } from './press-together.ts';
import { readProcess } from './process-figures.ts';
import type { Child } from './start-child.ts';
import type { StartedFakes } from './start-parts.ts';
import { percentile } from './statistics.ts';

/** Of milliseconds. */
export interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface BurstFigures {
  readonly learners: number;
  readonly acknowledged: Spread;
  readonly words: Spread;
  readonly board: Spread;
  /** From the first press to the last board. */
  readonly boardsPerSecond: number;
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
  /** What learners miss, and what the platforms held against the bot. */
  readonly faults: readonly string[];
}

/** Bounds a bench that hangs, and no machine that is merely slow. */
const PATIENCE_MS = { base: 60_000, learner: 1000 };

/** Has a class press enter, and measures until everyone has words and board. */
export async function measureBurst(
  bot: Child,
  fakes: StartedFakes,
  asked: Pick<Burst, 'learners' | 'slackEvery' | 'firstSeed'>,
): Promise<BurstFigures> {
  await bot.ask('delays');
  const [botBefore, fakesBefore] = [readProcess(bot.pid), readProcess(fakes.pid)];
  const began = performance.now();
  const timeoutMs = PATIENCE_MS.base + PATIENCE_MS.learner * asked.learners;
  const outcomes = await fakes.call('burst', { ...asked, withinMs: 1000, timeoutMs }, timeoutMs + 30_000);
  const seconds = (performance.now() - began) / 1000;
  const [botAfter, fakesAfter] = [readProcess(bot.pid), readProcess(fakes.pid)];
  const delays = await bot.ask<number[]>('delays');
  const { heapUsed, external } = await bot.ask<{ heapUsed: number; external: number }>('live');
  const { rss, pss } = readProcess(bot.pid);
  const complaints = await fakes.call('complaints');
  const { learners } = asked;
  return {
    learners,
    acknowledged: spread(times(outcomes, 'acknowledged')),
    words: spread(times(outcomes, 'words')),
    board: spread(times(outcomes, 'board')),
    boardsPerSecond: times(outcomes, 'board').length / seconds,
    delay: spread(delays),
    botCpuMs: ((botAfter.cpuSeconds - botBefore.cpuSeconds) * 1000) / learners,
    fakesCpuMs: ((fakesAfter.cpuSeconds - fakesBefore.cpuSeconds) * 1000) / learners,
    peakRss: botAfter.peakRss,
    rss,
    pss,
    live: heapUsed + external,
    faults: [...outcomes.flatMap(describeFaults), ...complaints],
  };
}

export function spread(values: readonly number[]): Spread {
  return {
    p50: percentile(values, 50),
    p99: percentile(values, 99),
    max: percentile(values, 100),
  };
}

function times(outcomes: readonly Outcome[], of: 'acknowledged' | 'words' | 'board'): number[] {
  return outcomes.flatMap((outcome) => outcome[of] ?? []);
}

function describeFaults({ platform, seed, faults }: Outcome): string[] {
  return faults.map((fault) => `${platform}, seed ${seed}: ${fault}`);
}
