import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fakes, Question } from './fakes-process.ts';
import { type Child, startChild } from './start-child.ts';

const here = (file: string) => new URL(file, import.meta.url).pathname;
const WATCHED = ['--import', here('watch-process.mjs')];

/** Starts Discord and Slack. */
export async function startFakes() {
  const child = await startChild(['--import', 'tsx', here('fakes-process.ts')], /are ready/);
  return {
    ...child,
    /** Has the fakes do something, by the names in fakes-process.ts. */
    call: <Name extends keyof Fakes>(name: Name, argument?: Parameters<Fakes[Name]>[0], timeoutMs?: number) =>
      child.ask<Awaited<ReturnType<Fakes[Name]>>>({ name, argument } as Question, timeoutMs),
  };
}
export type StartedFakes = Awaited<ReturnType<typeof startFakes>>;

/**
 * Starts the built bot as `npm start` does, on a free port, in an empty data folder that goes when it stops.
 * @param core the only one it may use
 */
export async function startTheta(
  environment: Readonly<Record<string, string>>,
  nodeArguments: readonly string[] = [],
  core?: number,
): Promise<Child> {
  const dataDir = await mkdtemp(join(tmpdir(), 'theta-bench-'));
  const args = [...WATCHED, ...nodeArguments, here('../../dist/src/main.js')];
  const child = await startChild(
    args,
    /ready at http/,
    { PORT: '0', DATA_DIR: dataDir, ...environment },
    core,
  );
  return {
    ...child,
    async stop() {
      await child.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Starts the stand-in for a commonly written bot. */
export function startCommonBot(environment: Readonly<Record<string, string>>): Promise<Child> {
  return startChild([...WATCHED, '--import', 'tsx', here('common-bot.ts')], /is ready/, environment);
}
