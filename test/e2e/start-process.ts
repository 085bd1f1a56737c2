import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = new URL('../../dist/src/main.js', import.meta.url).pathname;

export interface Running {
  readonly process: ChildProcess;
  /** The local page's address. */
  readonly url: string;
  readonly dataDir: string;
  /** All that it has written to standard output and standard error. */
  readonly written: () => string;
  /** Ends it without a word; its data stays. */
  kill(): Promise<void>;
  /** Asks it to end, and resolves with its exit code; its data stays. */
  terminate(signal?: NodeJS.Signals): Promise<number | null>;
  /** The same, and its data goes. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the built bot as `npm start` does, on a free port with an empty data folder, and waits until it is ready. */
export async function startBot(
  environment: Record<string, string> = {},
  nodeOptions: readonly string[] = [],
): Promise<Running> {
  const dataDir = environment.DATA_DIR ?? (await mkdtemp(join(tmpdir(), 'theta-e2e-')));
  const child = spawn(process.execPath, [...nodeOptions, PROGRAM], {
    env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: dataDir, ...environment },
  });
  let output = '';
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const ready = /ready at (http:\S+)/.exec(output);
      if (ready) resolve(ready[1]!);
    });
    child.once('exit', (code) => reject(new Error(`the bot ended with ${code}:\n${output}`)));
  });
  const terminate = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await once(child, 'exit');
    }
    return child.exitCode;
  };
  return {
    process: child,
    url,
    dataDir,
    written: () => output,
    async kill() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
    terminate,
    async stop(signal) {
      const code = await terminate(signal);
      await rm(dataDir, { recursive: true, force: true });
      return code;
    },
  };
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs the built program to its end: `say`, `manifest`, or a start that fails. With `until` it is asked to end once it
 * has written that to its log.
 */
export async function runProgram(
  args: readonly string[],
  environment: Record<string, string> = {},
  { input = '', until }: { input?: string; until?: RegExp } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { PATH: process.env.PATH, PORT: '0', ...environment },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
    if (until?.test(err)) child.kill();
  });
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  return { code, out, err };
}
