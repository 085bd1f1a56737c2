import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { JumpableRandomGenerator } from 'pure-rand/types/JumpableRandomGenerator';

/** What draws random numbers. Each purpose has a stream of its own, so that drawing more for one leaves the others as they were. */
const STREAMS = ['theta', 'train', 'validation', 'test', 'shuffle'] as const;
export type Stream = (typeof STREAMS)[number];

/**
 * A generator for one purpose. Streams lie 2⁶⁴ draws apart.
 * The first jump also parts neighbouring seeds, whose initial states differ in a few bits only.
 */
export function createGenerator(seed: number, stream: Stream): JumpableRandomGenerator {
  const generator = xoroshiro128plus(seed);
  for (let i = 0; i <= STREAMS.indexOf(stream); i++) generator.jump();
  return generator;
}
