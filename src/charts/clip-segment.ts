import type { Parameters, Point } from './chart.ts';
import type { Interval } from './interval.ts';
import { roundPoint } from './round.ts';

/**
 * The part of a segment that lies in a rectangle, or null when none does (Liang and Barsky, 1984).
 * The start and the end may be as far away as numbers go.
 */
export function clipSegment(from: Point, to: Point, x: Interval, y: Interval): [Point, Point] | null {
  let [enter, leave] = [0, 1];
  const along = (t: number): Point => ({
    x: from.x * (1 - t) + to.x * t,
    y: from.y * (1 - t) + to.y * t,
  });
  for (const [start, end, side] of [
    [from.x, to.x, x],
    [from.y, to.y, y],
  ] as const) {
    if (start === end) {
      if (start < side.min || start > side.max) return null;
      continue;
    }
    const a = (side.min - start) / (end - start);
    const b = (side.max - start) / (end - start);
    enter = Math.max(enter, Math.min(a, b));
    leave = Math.min(leave, Math.max(a, b));
  }
  return enter > leave ? null : [along(enter), along(leave)];
}

/** The part of a line over an interval of x that can be seen; empty when none can. */
export function lineWithin({ w, b }: Parameters, x: Interval, y: Interval): Point[] {
  const ends = [x.min, x.max].map((at) => ({ x: at, y: w * at + b }));
  return (clipSegment(ends[0]!, ends[1]!, x, y) ?? []).map(roundPoint);
}
