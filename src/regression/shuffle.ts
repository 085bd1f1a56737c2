import { createGenerator } from './random.ts';

/**
 * Orders in which epochs visit the training points: each call shuffles once more and returns the permutation of
 * 0 … samples − 1 (the same array each time). Epoch by epoch from one stream, so a longer run begins with the
 * orders of a shorter one, and training on is the same run with more epochs.
 */
export function createShuffle(seed: number, samples: number): () => Uint16Array {
  const generator = createGenerator(seed, 'shuffle');
  const order = Uint16Array.from({ length: samples }, (_, i) => i);
  return () => {
    // Fisher–Yates. Multiplying beats pure-rand's uniformInt tenfold here, and its bias is below samples/2³².
    for (let last = samples - 1; last > 0; last--) {
      const i = Math.floor((generator.next() >>> 0) * ((last + 1) / 2 ** 32));
      const point = order[i]!;
      order[i] = order[last]!;
      order[last] = point;
    }
    return order;
  };
}
