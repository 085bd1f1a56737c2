import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { StoreOptions } from '../../src/store/open-store.ts';

/** What a job-process.ts tells. */
export interface Told {
  readonly event: 'added' | 'began' | 'answered';
  readonly id: string;
  readonly attempt: number;
  readonly note?: { readonly by: number };
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly pid: number;
}

export interface JobProcess {
  readonly pid: number;
  /** What it has told so far. */
  told(): Told[];
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  /** `kill -9`; answers when it was dead, in milliseconds since 1970. */
  kill(): Promise<number>;
}

/** Runs job-process.ts, each answer taking so many milliseconds. */
export function startJobProcess(
  options: Omit<StoreOptions, 'log'>,
  mode: 'add' | 'answer' | 'both',
  duration = 10,
): JobProcess {
  const script = fileURLToPath(new URL('./job-process.ts', import.meta.url));
  const args = [script, JSON.stringify(options), mode, `${duration}`];
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  let output = '';
  child.stdout!.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  return {
    pid: child.pid!,
    told: () =>
      output
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line)),
    signal: (name) => void child.kill(name),
    async kill() {
      child.kill('SIGKILL');
      await closed;
      return Date.now();
    },
  };
}
