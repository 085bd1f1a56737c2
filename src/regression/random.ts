import { mersenne } from 'pure-rand/generator/mersenne';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { JumpableRandomGenerator } from 'pure-rand/types/JumpableRandomGenerator';
import { generateN } from 'pure-rand/utils/generateN';

/** What random numbers are drawn for: one stream each, so that drawing more for one leaves the others as they were. */
const STREAMS = ['theta', 'train', 'validation', 'test', 'shuffle'] as const;
export type Stream = (typeof STREAMS)[number];

/**
 * A generator for one purpose; streams lie 2⁶⁴ draws apart. Its state comes from a Mersenne Twister, whose seeding
 * multiplies: xoroshiro is linear, and seeded directly it draws correlated numbers for neighbouring seeds.
 */
export function createGenerator(seed: number, stream: Stream): JumpableRandomGenerator {
  const generator = xoroshiro128plusFromState(generateN(mersenne(seed), 4));
  for (let i = 0; i < STREAMS.indexOf(stream); i++) generator.jump();
  return generator;
}
