import type { Point } from './chart.ts';

/** Six significant digits: more than a picture shows, and short to send. */
export function round(value: number): number {
  return Number(value.toPrecision(6));
}

export function roundPoint({ x, y }: Point): Point {
  return { x: round(x), y: round(y) };
}
