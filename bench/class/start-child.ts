import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A Node process that the bench started, and that ends with it. */
export interface Child {
  readonly pid: number;
  /** From its start until it was ready. */
  readonly startMs: number;
  /** All that it has written to standard output and standard error. */
  readonly written: () => string;
  /**
   * Asks it something over the channel between the two; one question at a time.
   * @throws Error when it ends, or `timeoutMs` pass, before it has answered
   */
  ask<T>(question: unknown, timeoutMs?: number): Promise<T>;
  /** Asks it to end, and ends it after 15 s. */
  stop(): Promise<void>;
}

const LONGEST_START_MS = 60_000;
const LONGEST_STOP_MS = 15_000;

/**
 * Starts a program with these arguments for Node, and waits until what it writes matches `ready`.
 * @param core the only one it may use
 * @throws Error with what it wrote, when it ends before, or is not ready in time
 */
export async function startChild(
  args: readonly string[],
  ready: RegExp,
  environment: Readonly<Record<string, string>> = {},
  core?: number,
): Promise<Child> {
  const began = performance.now();
  const command = [...(core === undefined ? [] : ['taskset', '--cpu-list', String(core)]), process.execPath];
  const child = spawn(command[0]!, [...command.slice(1), ...args], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  let output = '';
  const ended = new AbortController();
  child.once('exit', (code, signal) => {
    process.removeListener('exit', kill);
    ended.abort(new Error(`${args.at(-1)} ended with ${code ?? signal}:\n${output.slice(-4000)}`));
  });
  const inTime = (ms: number) => AbortSignal.any([ended.signal, AbortSignal.timeout(ms)]);

  await new Promise<void>((resolve, reject) => {
    const signal = inTime(LONGEST_START_MS);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding('utf8').on('data', (chunk) => {
        output += chunk;
        if (ready.test(output)) resolve();
      });
    }
  });
  return {
    pid: child.pid!,
    startMs: performance.now() - began,
    written: () => output,
    async ask<T>(question: unknown, timeoutMs = 10_000) {
      const signal = inTime(timeoutMs);
      const answered = once(child, 'message', { signal }).catch(() => {
        throw signal.reason;
      });
      child.send(question as object);
      const [{ answer }] = await answered;
      return answer as T;
    },
    async stop() {
      if (ended.signal.aborted) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      const late = setTimeout(kill, LONGEST_STOP_MS);
      await exited;
      clearTimeout(late);
    },
  };
}
