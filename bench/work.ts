// What training and drawing cost through the workers against the same work without them, and whether memory grows over
// rushes. It holds a trainer and a painter more than the bot does, on this thread, and a compiler: see bench:class.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Chart } from '../src/charts/chart.ts';
import { createRenderer } from '../src/charts/renderer.ts';
import { startBackend } from '../src/regression/backend.ts';
import { DEFAULTS } from '../src/regression/hyperparameters.ts';
import { reportTraining, type TrainingReport } from '../src/regression/report.ts';
import { startWork } from '../src/work/start-work.ts';

const LEARNERS = 100;
const RUSHES = 10;

const renderer = createRenderer();
await startBackend('auto');
const hyperparameters = (seed: number) => ({ ...DEFAULTS, epochs: 1000, seed });
const chartOf = ({ board }: TrainingReport): Chart => ({
  kind: 'board',
  locale: 'en',
  theme: 'light',
  ...board,
});

/** CPU milliseconds of the whole process, all threads, for each learner. */
async function measure(work: () => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / LEARNERS;
}

/** One after another on this thread, with a turn of the event loop between them. */
async function workAlone(rush: number): Promise<void> {
  for (let i = 0; i < LEARNERS; i++) {
    await renderer.draw(chartOf(reportTraining(hyperparameters(rush * LEARNERS + i))));
    await nextTurn();
  }
}

const work = await startWork({ backend: 'auto' });
/** All at once, as a class does. */
async function workInThreads(rush: number): Promise<void> {
  const learn = async (i: number) =>
    work.draw(chartOf(await work.train(hyperparameters(rush * LEARNERS + i))));
  await Promise.all(Array.from({ length: LEARNERS }, (_, i) => learn(i)));
}

console.log(`\nA board and its 1000 epochs, ${LEARNERS} learners at once (CPU time of the process for each)`);
for (let rush = 0; rush < RUSHES; rush++) {
  const alone = await measure(() => workAlone(rush));
  const threads = await measure(() => workInThreads(rush));
  const memory = process.memoryUsage.rss() / 1e6;
  console.log(
    `  rush ${String(rush + 1).padStart(2)}: one thread ${alone.toFixed(1)} ms, workers ${threads.toFixed(1)} ms: ` +
      `${(threads / alone).toFixed(2)} times; ${memory.toFixed(0)} MB after it`,
  );
}
console.log(`  ${((process.resourceUsage().maxRSS * 1024) / 1e6).toFixed(0)} MB at the peak`);
await work.close();
