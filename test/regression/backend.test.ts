import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { type BackendLoaders, startBackend } from '../../src/regression/backend.ts';

const loads = async () => {};
const fails = (message: string) => async () => {
  throw new Error(message);
};

/** A backend that registers and starts, but whose first operation throws: tfjs-node on a Node it does not know. */
const breaksAtFirstOperation = async () => {
  class Broken extends tf.KernelBackend {
    override dispose() {}
  }
  tf.registerBackend('tensorflow', () => new Broken(), 3);
};

function loaders(changed: Partial<BackendLoaders>): BackendLoaders {
  return {
    tensorflow: fails('not installed'),
    wasm: async () => void (await import('@tensorflow/tfjs-backend-wasm')),
    cpu: async () => void (await import('@tensorflow/tfjs-backend-cpu')),
    ...changed,
  };
}

it('takes wasm and cpu as they come in their packages, offline', async () => {
  expect(await startBackend('cpu')).toEqual({ name: 'cpu' });
  expect(tf.getBackend()).toBe('cpu');
  expect(await startBackend('wasm')).toEqual({ name: 'wasm' });
  expect(tf.getBackend()).toBe('wasm');
});

it('passes over a native backend that is not installed and says so', async () => {
  const { name, reason } = await startBackend('auto', loaders({}));
  expect(name).toBe('wasm');
  expect(reason).toBe('tensorflow: not installed');
});

it('passes over a native backend that fails at its first operation, and forgets it', async () => {
  const { name, reason } = await startBackend('auto', loaders({ tensorflow: breaksAtFirstOperation }));
  expect(name).toBe('wasm');
  expect(reason).toMatch(/^tensorflow: /);
  expect(tf.findBackendFactory('tensorflow')).toBeNull();
});

it('falls back to cpu in the end', async () => {
  const { name, reason } = await startBackend('auto', loaders({ wasm: fails('no WebAssembly') }));
  expect(name).toBe('cpu');
  expect(reason).toBe('tensorflow: not installed; wasm: no WebAssembly');
});

it('throws when the one that is wanted does not work', async () => {
  await expect(startBackend('native', loaders({}))).rejects.toThrow(
    'TensorFlow.js backend "native" does not work (tensorflow: not installed)',
  );
  await expect(startBackend('wasm', loaders({ wasm: fails('broken') }))).rejects.toThrow(
    '"wasm" does not work',
  );
  await expect(startBackend('native', loaders({ tensorflow: loads }))).rejects.toThrow(
    '"native" does not work',
  );
});
