import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureBurst } from './measure-burst.ts';
import { readThreads } from './process-figures.ts';
import { type CpuProfile, type SelfTimes, sumSelfTimes } from './self-times.ts';
import { startFakes, startTheta } from './start-bots.ts';

const WARM_UP = 20;
const SHOWN = { parts: 16, functions: 24 };

/** Runs one burst with V8's profiler in every thread of the bot, and prints where the time went. @returns faults */
export async function profileBurst(learners: number): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'theta-profile-'));
  const fakes = await startFakes();
  const { discord, slack } = await fakes.call('environment');
  const bot = await startTheta({ ...discord, ...slack }, ['--cpu-prof', `--cpu-prof-dir=${folder}`]);
  await measureBurst(bot, fakes, { command: 'train', learners: WARM_UP, slackEvery: 6, firstSeed: 1 });
  const before = new Map(readThreads(bot.pid).map(({ id, cpuSeconds }) => [id, cpuSeconds]));
  const from = nowMicroseconds();
  const { faults, botCpuMs } = await measureBurst(bot, fakes, {
    command: 'train',
    learners,
    slackEvery: 6,
    firstSeed: 1000,
  });
  const to = nowMicroseconds();
  const threads = readThreads(bot.pid);
  // Only a bot that ends by itself writes its profiles.
  await bot.stop();
  await fakes.stop();

  console.log(`${learners} learners, a sixth in Slack: ${botCpuMs.toFixed(1)} CPU-ms each, profiled`);
  console.log('\nCPU by thread of the system, in ms a learner (the first is the main thread)');
  threads.sort((a, b) => a.id - b.id);
  const used = threads.map(({ id, cpuSeconds }) => ((cpuSeconds - (before.get(id) ?? 0)) * 1000) / learners);
  console.log(`  ${used.map((ms) => ms.toFixed(1)).join('  ')}`);
  for (const file of await readdir(folder)) {
    const profile = JSON.parse(await readFile(join(folder, file), 'utf8')) as CpuProfile;
    print(nameThread(profile), sumSelfTimes(profile, from, to), learners);
  }
  await rm(folder, { recursive: true });
  return faults;
}

function nowMicroseconds(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

/** By the file that only this kind of thread runs. */
function nameThread({ nodes }: CpuProfile): string {
  const worker = nodes
    .map(({ callFrame }) => /work\/(\w+-worker)\.js$/.exec(callFrame.url)?.[1])
    .find(Boolean);
  return worker ?? 'main thread';
}

function print(thread: string, { parts, functions }: SelfTimes, learners: number): void {
  const total = parts.reduce((sum, [, ms]) => sum + ms, 0);
  console.log(`\n${thread}: busy for ${(total / learners).toFixed(1)} ms a learner`);
  const show = (rows: SelfTimes['parts'], count: number) => {
    for (const [name, ms] of rows.slice(0, count)) {
      console.log(`  ${(ms / learners).toFixed(2).padStart(7)}  ${name}`);
    }
  };
  show(parts, SHOWN.parts);
  console.log('  by function');
  show(functions, SHOWN.functions);
}
