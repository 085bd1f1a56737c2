import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeFolder } from '../folders.ts';
import { momentOf, type Scenario } from '../scenario.ts';

const HOUR = 60 * 60 * 1000;

function turnedBy(offset: number): Scenario['run'] {
  return async (lesson, tally, trial) => {
    const DATA_DIR = await makeFolder();
    const CLOCK_FILE = join(DATA_DIR, 'clock-offset');
    const clock = ['--import', new URL('../turn-clock.mjs', import.meta.url).href];
    const bot = await lesson.start({ DATA_DIR, CLOCK_FILE }, clock);
    for (let i = 0; i < 3; i++) lesson.ask();
    await sleep(momentOf(trial, 300));
    await writeFile(CLOCK_FILE, String(offset));
    await lesson.kill(bot);
    await lesson.start({ DATA_DIR, CLOCK_FILE }, clock);
    for (let i = 0; i < 2; i++) lesson.ask();
    await lesson.settle(tally);
  };
}

/** A clock that was wrong, or is. */
export const turnedClock: readonly Scenario[] = [
  {
    fault: 'the clock set back by an hour, and kill −9',
    promise: 'every acknowledged command is answered once',
    times: 10,
    run: turnedBy(-HOUR),
  },
  {
    fault: 'the clock set forward by five minutes, and kill −9',
    promise: 'every acknowledged command is answered once',
    times: 5,
    run: turnedBy(HOUR / 12),
  },
];
