/** A range of numbers, min < max. */
export interface Interval {
  readonly min: number;
  readonly max: number;
}

/** The smallest interval around all values, widened by a share of its width on both sides; never empty. */
export function cover(values: Iterable<number>, margin: number): Interval {
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const width = Math.max(max - min, Math.abs(max) * 1e-6, 1e-9);
  return { min: min - width * margin, max: max + width * margin };
}

export function contains({ min, max }: Interval, value: number): boolean {
  return value >= min && value <= max;
}
