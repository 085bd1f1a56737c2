import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type QuickChartMood, startQuickChart } from '../../fakes/quickchart.ts';
import { makeFolder } from '../folders.ts';
import type { Scenario } from '../scenario.ts';

const BREAK = ['--import', new URL('../break-workers.mjs', import.meta.url).href];

function withQuickChart(mood: QuickChartMood | 'gone'): Scenario['run'] {
  return async (lesson, tally) => {
    const server = await startQuickChart();
    await lesson.start({ QUICKCHART_URL: server.url });
    lesson.ask();
    await sleep(300);
    if (mood === 'gone') await server.close();
    else server.mood = mood;
    for (let i = 0; i < 2; i++) lesson.ask();
    await lesson.settle(tally);
    if (mood !== 'gone') await server.close();
  };
}

function withWorkers(how: string): Scenario['run'] {
  return async (lesson, tally) => {
    const BREAK_MARK = join(await makeFolder(), 'broken');
    await lesson.start({ BREAK_WORKERS: how, BREAK_MARK }, BREAK);
    for (let i = 0; i < 3; i++) lesson.ask();
    await lesson.settle(tally, 200_000);
    tally.expect(existsSync(BREAK_MARK), 'nothing broke');
    lesson.ask();
    await lesson.settle(tally);
  };
}

/** Pictures that don't come as they should, and the threads that make them. */
export const brokenDrawing: readonly Scenario[] = [
  ...(['gone', 'failing', 'hanging', 'rubbish', 'ill-sized'] as const).map(
    (mood): Scenario => ({
      fault: `QuickChart server ${mood}`,
      promise: 'drawn in-process; answered whole',
      times: 5,
      async run(lesson, tally, trial) {
        await withQuickChart(mood)(lesson, tally, trial);
        tally.expect(tally.count('words') === 0, 'an answer without its board');
      },
    }),
  ),
  {
    fault: 'a drawing worker runs out of memory',
    promise: 'that answer goes out in words; the worker is replaced',
    times: 5,
    run: withWorkers('draw:memory'),
  },
  {
    fault: 'a drawing worker exits',
    promise: 'that answer goes out in words; the worker is replaced',
    times: 5,
    run: withWorkers('draw:exit'),
  },
  {
    fault: 'a training worker runs out of memory',
    promise: 'told in words; the worker is replaced',
    times: 5,
    run: withWorkers('train:memory'),
  },
  {
    fault: 'a training worker is stuck',
    promise: 'told in words after its bound; the worker is replaced',
    times: 2,
    run: withWorkers('train:hang'),
  },
];
