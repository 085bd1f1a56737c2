import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { StoreOptions } from '../../src/store/open-store.ts';

export interface StoreProcess {
  /** How many runs it has told so far. */
  told(): number;
  /** With the ids that it told, and what it wrote to standard error. */
  readonly ended: Promise<{ ids: string[]; errors: string }>;
  /** `kill -9` */
  kill(): void;
}

/** Runs store-process.ts. */
export function startStoreProcess(options: StoreOptions, mode: 'once' | 'forever'): StoreProcess {
  const script = fileURLToPath(new URL('./store-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(options), mode]);
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk;
  });
  const ids = () => output.split('\n').filter((id) => id !== '');
  const ended = once(child, 'close').then(() => ({ ids: ids(), errors }));
  return { told: () => ids().length, ended, kill: () => child.kill('SIGKILL') };
}
