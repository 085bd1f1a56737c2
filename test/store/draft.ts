import type { Asker } from '../../src/command/invocation.ts';
import type { Run } from '../../src/store/store.ts';

export const ada: Asker = { platform: 'discord', space: 'discord:1', learner: '42' };

/** A run as it goes into the store, of the article's regression. */
export function draft(changes: Partial<Run> = {}): Omit<Run, 'id' | 'createdAt'> {
  return {
    asker: ada,
    hyperparameters: {
      epochs: 1000,
      learningRate: 0.01,
      batch: 32,
      samples: 100,
      noise: 0.1,
      seed: 4_294_967_295,
    },
    continues: null,
    addedEpochs: 1000,
    theta: { w: Math.fround(1.9876543), b: Math.fround(1.0123456) },
    loss: { train: 0.1 + 0.2, validation: Math.fround(1 / 3), test: 5e-324 },
    verdict: 'converged',
    ...changes,
  };
}
