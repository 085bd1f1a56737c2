import type { DataSet } from './training.ts';

/** At most 300 points for drawing. Points are drawn independently, so the first ones are a fair sample. */
export function thinPoints({ x, y }: DataSet, most = 300): { x: number; y: number }[] {
  return Array.from(x.subarray(0, most), (value, i) => ({ x: value, y: y[i]! }));
}
