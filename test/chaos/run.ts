// Breaks things on purpose, and counts what learners got: npm run test:chaos [-- --times N part of a fault’s name …]
import { parseArgs } from 'node:util';
import { Lesson } from './lesson.ts';
import type { Scenario } from './scenario.ts';
import { brokenDrawing } from './scenarios/broken-drawing.ts';
import { brokenFiles } from './scenarios/broken-files.ts';
import { killedProcesses } from './scenarios/killed-processes.ts';
import { lostDatabase } from './scenarios/lost-database.ts';
import { lostPlatforms } from './scenarios/lost-platforms.ts';
import { turnedClock } from './scenarios/turned-clock.ts';
import { Tally } from './tally.ts';

const scenarios = [
  ...killedProcesses,
  ...lostDatabase,
  ...brokenFiles,
  ...lostPlatforms,
  ...brokenDrawing,
  ...turnedClock,
];
const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { times: { type: 'string' } },
});
const chosen = scenarios.filter(
  ({ fault }) => wanted.length === 0 || wanted.some((part) => fault.includes(part)),
);

console.log('| fault | times | commands | whole | words only | told | unheard | twice | lost | held |');
console.log('| --- | --: | --: | --: | --: | --: | --: | --: | --: | --- |');
let failures = 0;
for (const scenario of chosen) {
  const tally = await tryOut(scenario);
  if (!tally.held) failures++;
}
if (failures > 0) {
  console.error(`${failures} of ${chosen.length} faults broke a promise`);
  process.exitCode = 1;
}

async function tryOut(scenario: Scenario): Promise<Tally> {
  const tally = new Tally();
  if (scenario.impossible !== undefined) {
    console.log(`| ${scenario.fault} | – | | | | | | | | not tried: ${scenario.impossible} |`);
    return tally;
  }
  const times = values.times === undefined ? scenario.times : Number(values.times);
  for (let trial = 0; trial < times; trial++) {
    const lesson = await Lesson.begin();
    try {
      await scenario.run(lesson, tally, trial);
    } catch (error) {
      tally.expect(false, error instanceof Error ? error.message : String(error));
    }
    await lesson.end(tally);
  }
  const counts = (['whole', 'words', 'told', 'unheard', 'twice', 'lost'] as const).map((o) => tally.count(o));
  const held = tally.held ? scenario.promise : `✘ ${[...new Set(tally.wrongs)].join('; ')}`;
  console.log(
    `| ${scenario.fault} | ${times} | ${tally.commands} | ${counts.join(' | ')} | ${held.replaceAll('\n', ' ')} |`,
  );
  return tally;
}
