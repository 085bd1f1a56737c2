import type { Place, Side } from './draw-labels.ts';
import type { Interval } from './interval.ts';

/** Beside a point first, then above and below, then diagonally. */
const AROUND: readonly (readonly [Side, Side])[] = [
  [1, 0],
  [-1, 0],
  [0, -1],
  [0, 1],
  [1, -1],
  [-1, -1],
  [1, 1],
  [-1, 1],
];

/** Places around a point, as near as possible and then farther. */
export function placesAround(x: number, y: number): Place[] {
  return [12, 26, 44].flatMap((gap) =>
    AROUND.map(([h, v]) => {
      // Diagonally a label comes as near as it does straight.
      const reach = h !== 0 && v !== 0 ? gap * 0.7 : gap;
      return { x, y, dx: h * reach, dy: v * reach, h, v };
    }),
  );
}

/** Places above and below the right end of a curve, ending where it ends. */
export function placesAtEnd(x: number, y: number, sides: readonly Side[]): Place[] {
  return [8, 22, 40, 64].flatMap((gap) =>
    sides.map((v) => ({ x, y, dx: -4, dy: v * gap, h: -1, v }) as const),
  );
}

/** Places inside the corners of a picture. */
export function cornersOf(x: Interval, y: Interval) {
  const corner = (px: number, py: number, h: Side, v: Side): Place => ({
    x: px,
    y: py,
    dx: h * 8,
    dy: v * 8,
    h,
    v,
  });
  return {
    topLeft: corner(x.min, y.max, 1, 1),
    topRight: corner(x.max, y.max, -1, 1),
    bottomLeft: corner(x.min, y.min, 1, -1),
    bottomRight: corner(x.max, y.min, -1, -1),
  };
}

/** So many lines of text farther down. */
export function moveRows(place: Place, rows: number): Place {
  return { ...place, dy: place.dy + rows * 30 };
}
