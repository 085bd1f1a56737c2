import type { DataSet, Theta } from './training.ts';

/** Upper triangle R of a QR factorisation, row by row. */
export type TriangularFactor = readonly [
  readonly [number, number, number],
  readonly [number, number],
  readonly [number],
];

/**
 * R of [x 1 y] = Q·R, in double precision. It holds all that the loss depends on: with z = (w, b, −1) the residuals
 * of the line are [x 1 y]·z, so their sum of squares is ‖R·z‖², without the cancellation that sums of products
 * suffer near the minimum. Modified Gram–Schmidt (Björck, "Numerical methods for least squares problems", 1996, §2.4).
 */
export function factorize({ x, y }: DataSet): TriangularFactor {
  const first = Float64Array.from(x);
  const second = new Float64Array(x.length).fill(1);
  const third = Float64Array.from(y);
  const r11 = normalize(first);
  const r12 = project(first, second);
  const r13 = project(first, third);
  const r22 = normalize(second);
  const r23 = project(second, third);
  return [[r11, r12, r13], [r22, r23], [normalize(third)]];
}

/** Mean squared error of the line θ on the `size` points that were factorised. */
export function meanSquaredError(
  [[r11, r12, r13], [r22, r23], [r33]]: TriangularFactor,
  size: number,
  { w, b }: Theta,
) {
  return ((r11 * w + r12 * b - r13) ** 2 + (r22 * b - r23) ** 2 + r33 ** 2) / size;
}

/** Scales a column to length 1 and returns the length it had. */
function normalize(column: Float64Array): number {
  const length = Math.sqrt(dot(column, column));
  if (length > 0) for (let i = 0; i < column.length; i++) column[i]! /= length;
  return length;
}

/** Takes the part along `unit` out of a column and returns its length. */
function project(unit: Float64Array, column: Float64Array): number {
  const length = dot(unit, column);
  for (let i = 0; i < column.length; i++) column[i]! -= length * unit[i]!;
  return length;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
