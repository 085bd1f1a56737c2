/*
 * A whole class at once: `npm run bench:class`. The built bot against the platforms' fakes on loopback, learners who
 * press /train within one second, and beside it in the same run a bot as such bots are commonly written.
 *   --quick        a class of 20 and no series, to see that all works
 *   --profile      one burst under the CPU profiler instead, and where the time went
 *   --learners N   the size of that burst (100)
 * Ends with 1 when a learner lacks an acknowledgement, words or a board, or has two.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type BurstFigures, measureBurst } from './class/measure-burst.ts';
import { measureOwnCosts } from './class/own-costs.ts';
import { printBurst, printRatios, printSeries } from './class/print-figures.ts';
import { readProcess } from './class/process-figures.ts';
import { profileBurst } from './class/profile-burst.ts';
import { startCommonBot, startFakes, startTheta } from './class/start-bots.ts';

const LONGEST_RUN_MS = 40 * 60_000;
const WARM_UP = { command: 'train', learners: 2, slackEvery: 0, firstSeed: 0 } as const;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    learners: { type: 'string', default: '100' },
  },
});
setTimeout(() => {
  console.error('The bench took too long.');
  process.exit(1);
}, LONGEST_RUN_MS).unref();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const plan = values.quick
  ? { classes: [20], series: 0, beside: 4 }
  : { classes: [300, 1000], series: 10, beside: 12 };

let firstSeed = 1;
const faults: string[] = [];
if (values.profile) faults.push(...(await profileBurst(Number(values.learners))));
else await benchClass();
for (const fault of faults.slice(0, 20)) console.error(`  ${fault}`);
if (faults.length > 0) console.error(`${faults.length} faults`);
process.exit(faults.length > 0 ? 1 : 0);

async function benchClass(): Promise<void> {
  console.log(`${availableParallelism()} cores, Node ${process.version}`);
  const own = await measureOwnCosts();
  console.log(
    `alone: a training ${own.training.toFixed(1)} CPU-ms, a board ${own.board.toFixed(1)} CPU-ms and ${(own.bytes / 1000).toFixed(0)} KB`,
  );
  const ownSum = own.training + own.board;

  const fakes = await startFakes();
  const { discord, slack } = await fakes.call('environment');
  const bot = await startTheta({ ...discord, ...slack });
  const { rss, pss } = readProcess(bot.pid);
  console.log(
    `start: ready after ${(bot.startMs / 1000).toFixed(1)} s, then ${megabytes(rss)} MB resident, ${megabytes(pss)} MB its share`,
  );
  const measure = async (
    title: string,
    child: typeof bot,
    learners: number,
    slackEvery: number,
  ): Promise<BurstFigures> => {
    const figures = await measureBurst(child, fakes, { command: 'train', learners, slackEvery, firstSeed });
    firstSeed += learners;
    faults.push(...figures.faults.map((fault) => `${title}: ${fault}`));
    printBurst(title, figures, ownSum);
    return figures;
  };

  const [first, ...larger] = plan.classes;
  const series = [await measure(`${first} learners, a sixth in Slack`, bot, first!, 6)];
  while (series.length < plan.series) {
    series.push(await measure(`${first} again (${series.length + 1} of ${plan.series})`, bot, first!, 6));
  }
  if (series.length > 1) printSeries(series);
  for (const learners of larger) await measure(`${learners} learners, a sixth in Slack`, bot, learners, 6);
  await bot.stop();

  const theta = await startTheta(discord);
  await measureBurst(theta, fakes, WARM_UP);
  const ours = await measure(`${plan.beside} in Discord, Theta`, theta, plan.beside, 0);
  await theta.stop();
  const common = await startCommonBot(discord);
  await measureBurst(common, fakes, WARM_UP);
  const theirs = await measure(`${plan.beside} in Discord, the common bot`, common, plan.beside, 0);
  await common.stop();
  await fakes.stop();
  printRatios(ours, theirs);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
