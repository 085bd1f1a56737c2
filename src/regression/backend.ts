import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';

tf.env().set('PROD', true);

/** A TensorFlow.js backend; `tensorflow` is the native one. */
export type BackendName = 'tensorflow' | 'wasm' | 'cpu';
export type WantedBackend = 'auto' | 'native' | 'wasm' | 'cpu';

/** Brings a backend's code in, so that it registers itself. */
export type BackendLoaders = Readonly<Record<BackendName, () => Promise<void>>>;

const LOADERS: BackendLoaders = {
  async tensorflow() {
    // Node 23 removed what tfjs-node 4.22 calls in its first op (tensorflow/tfjs#8609).
    const legacy = util as { isNullOrUndefined?: (value: unknown) => boolean };
    legacy.isNullOrUndefined ??= (value) => value === null || value === undefined;
    // Not a literal: an optional package must not be resolved before it is asked for.
    const name = '@tensorflow/tfjs-node';
    await import(name);
  },
  async wasm() {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
    setWasmPaths(`${dirname(entry)}/`);
  },
  async cpu() {
    await import('@tensorflow/tfjs-backend-cpu');
  },
};

const ORDER: Readonly<Record<WantedBackend, readonly BackendName[]>> = {
  auto: ['tensorflow', 'wasm', 'cpu'],
  native: ['tensorflow'],
  wasm: ['wasm'],
  cpu: ['cpu'],
};

/**
 * Starts the first wanted backend that loads and answers an operation, for this thread.
 * `reason` says why better ones were passed over.
 * @throws Error when none works; with `auto` that takes three failures
 */
export async function startBackend(
  wanted: WantedBackend = 'auto',
  loaders: BackendLoaders = LOADERS,
): Promise<{ name: BackendName; reason?: string }> {
  const failures: string[] = [];
  for (const name of ORDER[wanted]) {
    try {
      await loaders[name]();
      await probe(name);
      return { name, ...(failures.length > 0 && { reason: failures.join('; ') }) };
    } catch (error) {
      failures.push(`${name}: ${messageOf(error)}`);
      // One that registered itself but does not work must not be picked up later.
      if (tf.findBackendFactory(name) !== null) tf.removeBackend(name);
    }
  }
  throw new Error(`TensorFlow.js backend "${wanted}" does not work (${failures.join('; ')})`);
}

/** Import, ready and registration can all succeed where the first operation fails. */
async function probe(name: BackendName): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error('did not start');
  const [three] = tf.tidy(() => tf.add(tf.scalar(1), tf.scalar(2)).dataSync());
  if (three !== 3) throw new Error(`answered 1 + 2 = ${three}`);
}

/** Without the stacks and paths that Node adds to what it cannot import. */
function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/( imported from |\n).*/s, '');
}
