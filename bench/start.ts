// What a start costs: time to ready and memory at rest of the built bot, and which parts they are made of.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startBot } from '../test/e2e/start-process.ts';

const STARTS = 7;
const run = promisify(execFile);

const times: number[] = [];
const residents: number[] = [];
for (let i = 0; i < STARTS; i++) {
  const begin = performance.now();
  const bot = await startBot();
  times.push(performance.now() - begin);
  await sleep(1000);
  residents.push(readResident(bot.process.pid!));
  await bot.stop();
}
console.log(`\nThe built bot with its local page alone, medians of ${STARTS} starts`);
console.log(`  ready after ${median(times).toFixed(0)} ms (${Math.min(...times).toFixed(0)} at best)`);
console.log(`  ${median(residents).toFixed(0)} MB of memory at rest`);

// In a process that runs no TypeScript, since a compiler's memory would be part of it.
const { stdout } = await run(process.execPath, [new URL('start-parts.mjs', import.meta.url).pathname]);
console.log(`\nIts parts, one after another in one process\n${stdout}`);

/** Of all its threads, in MB. */
function readResident(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
  return Number(kilobytes) / 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
