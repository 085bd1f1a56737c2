import type { BurstFigures, Spread } from './measure-burst.ts';
import { slope } from './statistics.ts';

/** @param ownSum CPU milliseconds of one training and one board measured alone */
export function printBurst(title: string, figures: BurstFigures, ownSum: number): void {
  const { acknowledged, words, board, perSecond, delay, botCpuMs, fakesCpuMs } = figures;
  console.log(`\n${title}`);
  console.log(`  acknowledged   ${inMs(acknowledged)}`);
  console.log(`  words          ${inMs(words)}`);
  console.log(`  board          ${inMs(board)}   ${perSecond.toFixed(1)} boards/s`);
  console.log(`  event loop     ${inMs(delay)}`);
  console.log(
    `  CPU a learner  ${botCpuMs.toFixed(1)} ms, ${(botCpuMs / ownSum).toFixed(2)} times training and board alone (the fakes ${fakesCpuMs.toFixed(1)} ms)`,
  );
  const { peakRss, rss, pss } = figures;
  console.log(`  memory         peak ${inMb(peakRss)}, afterwards ${inMb(rss)} (its share ${inMb(pss)})`);
}

/** How memory goes over equal bursts. The first two are left out of the slopes: caches and the heap still fill. */
export function printSeries(series: readonly BurstFigures[]): void {
  console.log(`\nmemory after each of ${series.length} bursts`);
  for (const [name, of] of [
    ['resident', 'rss'],
    ['live', 'live'],
  ] as const) {
    const values = series.map((figures) => figures[of] / 1e6);
    const growth = slope(values.slice(2));
    const list = values.map((value) => value.toFixed(0)).join(' ');
    console.log(`  ${name.padEnd(9)} ${list} MB, slope ${growth.toFixed(2)} MB a burst`);
  }
}

export function printRatios(ours: BurstFigures, theirs: BurstFigures): void {
  const ratio = (a: number, b: number) => `${(a / b).toFixed(1)} times`;
  console.log(`\nthe common bot against Theta, ${ours.learners} learners each`);
  console.log(`  boards a second  ${ratio(ours.perSecond, theirs.perSecond)} fewer`);
  console.log(`  CPU a board      ${ratio(theirs.botCpuMs, ours.botCpuMs)} more`);
  console.log(`  acknowledged     p99 ${ratio(theirs.acknowledged.p99, ours.acknowledged.p99)} later`);
  console.log(`  board            p99 ${ratio(theirs.board.p99, ours.board.p99)} later`);
  console.log(`  event loop       p99 ${ratio(theirs.delay.p99, ours.delay.p99)} longer delays`);
}

export function inMs({ p50, p99, max }: Spread): string {
  const [a, b, c] = [p50, p99, max].map((ms) => ms.toFixed(0).padStart(6));
  return `p50 ${a}   p99 ${b}   max ${c} ms`;
}

function inMb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
