import fc from 'fast-check';
import { nastyWords } from './nasty.ts';

export interface NastyCall<V> {
  readonly command: string;
  readonly options: readonly (readonly [name: string, value: V])[];
}

const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  train: ['epochs', 'lr', 'batch', 'samples', 'noise', 'seed'],
  predict: ['x', 'run'],
  continue: ['epochs', 'run'],
  faq: ['question'],
  help: ['command'],
};
/** Values that an option of that name takes, to get to what comes after. */
const GOOD: Readonly<Record<string, readonly (string | number)[]>> = {
  epochs: [5, '500', '1,000'],
  lr: [0.1, '0.01', '5'],
  batch: ['full', '32'],
  samples: [50, '100'],
  noise: [0, '0.1'],
  seed: [7, '1'],
  x: ['0.3', '0.1, 0.9'],
  question: ['jobs', 'what is a loss?', '梯度下降是什么'],
  command: ['train', '/faq'],
};

/** A command with options: mostly a real one with its own, and some values that it takes. */
export function nastyCall<V>(value: fc.Arbitrary<V>): fc.Arbitrary<NastyCall<V | string | number>> {
  const known = fc.constantFrom(...Object.keys(OPTIONS)).chain((command) =>
    fc.record({
      command: fc.constant(command),
      options: fc.array(
        fc.constantFrom(...OPTIONS[command]!).chain((name) => {
          const good = GOOD[name] ?? ['abcdefgh'];
          return fc.tuple(fc.constant(name), fc.oneof(value, fc.constantFrom(...good)));
        }),
        { maxLength: 4 },
      ),
    }),
  );
  const name = fc.oneof(fc.constantFrom(...Object.values(OPTIONS).flat()), nastyWords);
  const anything = fc.record({
    command: fc.oneof(fc.constantFrom(...Object.keys(OPTIONS)), nastyWords),
    options: fc.array(fc.tuple(name, value), { maxLength: 5 }),
  });
  return fc.oneof({ weight: 3, arbitrary: known }, { weight: 1, arbitrary: anything });
}
