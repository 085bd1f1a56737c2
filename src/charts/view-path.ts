import type { Board, Parameters, Point } from './chart.ts';
import { clipSegment } from './clip-segment.ts';
import { contains, cover, type Interval } from './interval.ts';

type Step = Board['path'][number];

/** What can be seen of θ's path, and where. */
export interface PathView {
  readonly w: Interval;
  readonly b: Interval;
  /** From the start to the end, or to the last step before the path leaves. */
  readonly steps: readonly Step[];
  /** Where on the border it leaves, and the first epoch outside. */
  readonly exit: Step | null;
  /** Where a path that does not leave comes to its end. */
  readonly end: Step | null;
  /** Epochs on the way to mark, the latest first: 1, 10, 100 … where they lie apart. */
  readonly marks: readonly Step[];
  /** How many times the path crosses the view: large when it swings to and fro. */
  readonly length: number;
}

/** Marks closer than this share of the view would hide each other. */
const APART = 0.07;

export function viewPath(board: Board): PathView {
  const { path } = board;
  const { w, b } = chooseWindow(board);
  const outside = path.findIndex((step) => !contains(w, step.w) || !contains(b, step.b));
  const steps = outside === -1 ? path : path.slice(0, outside);
  const distance = (from: Parameters, to: Parameters) =>
    Math.hypot((to.w - from.w) / (w.max - w.min), (to.b - from.b) / (b.max - b.min));

  const next = path[outside];
  const [, border] = (next && clipSegment(toPoint(steps.at(-1)!), toPoint(next), w, b)) ?? [];
  const end = next ? null : steps.at(-1)!;
  const marks: Step[] = [];
  for (const step of steps.filter(({ epoch }) => isPowerOfTen(epoch)).reverse()) {
    const others = [path[0]!, ...(end ? [end] : []), ...marks];
    if (others.every((other) => distance(step, other) > APART)) marks.push(step);
  }
  return {
    w,
    b,
    steps,
    exit: next && border ? { epoch: next.epoch, w: border.x, b: border.y } : null,
    end,
    marks,
    length: steps.reduce((sum, step, i) => sum + (i > 0 ? distance(steps[i - 1]!, step) : 0), 0),
  };
}

/** All of the path and the minimum. Of a path that flies off its beginning, as far as that is not too far to see the start. */
function chooseWindow({ path, minimum, diverged }: Board): { w: Interval; b: Interval } {
  const start = path[0]!;
  const reach = Math.max(Math.hypot(start.w - minimum.w, start.b - minimum.b), 1e-9);
  const isFar = (step: Parameters) => Math.hypot(step.w - minimum.w, step.b - minimum.b) > 5 * reach;
  const far = diverged ? path.findIndex(isFar) : -1;
  const seen = [...(far === -1 ? path : path.slice(0, far)), minimum];
  const w = seen.map((step) => step.w);
  const b = seen.map((step) => step.b);
  // The minimum well inside, so that leaving looks like leaving.
  if (diverged) {
    w.push(minimum.w - 1.5 * reach, minimum.w + 1.5 * reach);
    b.push(minimum.b - 1.5 * reach, minimum.b + 1.5 * reach);
  }
  return { w: cover(w, 0.15), b: cover(b, 0.15) };
}

function isPowerOfTen(epoch: number): boolean {
  return /^10*$/.test(String(epoch));
}

function toPoint({ w, b }: Parameters): Point {
  return { x: w, y: b };
}
