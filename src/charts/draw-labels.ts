import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Chart } from 'chart.js';
import type { Point } from './chart.ts';

/** Where a label may stand: at a point in data units, moved by dx and dy pixels. */
export interface Place extends Point {
  readonly dx: number;
  readonly dy: number;
  /** The label is left of there (−1), centred (0) or right of there (1). */
  readonly h: Side;
  /** Above (−1), level with it (0) or below (1). */
  readonly v: Side;
}
export type Side = -1 | 0 | 1;

/** A text of one or more colours, with the places it may take in order of preference. */
export interface Label {
  readonly spans: readonly { readonly text: string; readonly color: string }[];
  readonly places: readonly Place[];
  /** Left out where it would hide much. */
  readonly optional?: boolean;
}

interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/**
 * A Chart.js plugin that puts each label where it hides least. Earlier labels take their places first.
 *
 * It runs on a QuickChart server too, sent as text. So its functions use nothing but their arguments and the
 * plugin's fields, and name no inner function (which a compiler may wrap in a helper of its own).
 */
export interface LabelPlugin {
  readonly id: 'labels';
  readonly labels: readonly Label[];
  readonly font: { readonly size: number; readonly family: string };
  /** Colour around letters, to stand out from what is below. */
  readonly halo: string;
  readonly afterDatasetsDraw: typeof drawLabels;
  readonly findInk: typeof findInk;
  readonly findRoom: typeof findRoom;
}

export function createLabelPlugin(fields: Pick<LabelPlugin, 'labels' | 'font' | 'halo'>): LabelPlugin {
  return { id: 'labels', ...fields, afterDatasetsDraw: drawLabels, findInk, findRoom };
}

function drawLabels(this: LabelPlugin, chart: Chart): void {
  const ctx: SKRSContext2D = chart.ctx;
  const ink = this.findInk(chart);
  const taken: Box[] = [];
  ctx.save();
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.lineJoin = 'round';
  ctx.lineWidth = 6;
  ctx.strokeStyle = this.halo;
  for (const label of this.labels) {
    const text = label.spans.map((span) => span.text).join('');
    ctx.font = `bold ${this.font.size}px ${this.font.family}`;
    // Smaller where even an empty picture is too narrow.
    const size = this.font.size * Math.min(1, (chart.chartArea.width - 8) / ctx.measureText(text).width);
    ctx.font = `bold ${size}px ${this.font.family}`;
    const { box, hidden } = this.findRoom(chart, label, ctx.measureText(text).width, size * 1.1, ink, taken);
    if (label.optional && hidden > 14) continue;

    taken.push(box);
    ctx.strokeText(text, box.x, box.y + box.height / 2);
    let { x } = box;
    for (const span of label.spans) {
      ctx.fillStyle = span.color;
      ctx.fillText(span.text, x, box.y + box.height / 2);
      x += ctx.measureText(span.text).width;
    }
  }
  ctx.restore();
}

/** What labels should not hide, in pixels: points, large marks many times over, and lines every 6 pixels. */
function findInk(chart: Chart): Point[] {
  const ink: Point[] = [];
  for (const meta of chart.getSortedVisibleDatasetMetas()) {
    for (let i = 0; i < meta.data.length; i++) {
      const { x, y, options } = meta.data[i]!;
      for (let k = 0; k < 12 && Number(options.radius) >= 9; k++) ink.push({ x, y });
      const before = i > 0 && meta.dataset ? meta.data[i - 1]! : { x, y };
      const steps = Math.min(200, Math.ceil(Math.hypot(x - before.x, y - before.y) / 6)) || 1;
      for (let k = 1; k <= steps; k++) {
        ink.push({ x: before.x + ((x - before.x) * k) / steps, y: before.y + ((y - before.y) * k) / steps });
      }
    }
  }
  return ink;
}

/** The place where a label hides least: ink, or by far worse other labels; earlier and exact places are better. */
function findRoom(
  chart: Chart,
  label: Label,
  width: number,
  height: number,
  ink: readonly Point[],
  taken: readonly Box[],
): { box: Box; hidden: number } {
  const { left, right, top, bottom } = chart.chartArea;
  let best = { box: { x: left, y: top, width, height }, hidden: Infinity };
  for (let i = 0; i < label.places.length; i++) {
    const { x: placeX, y: placeY, dx, dy, h, v } = label.places[i]!;
    const wantedX = chart.scales.x!.getPixelForValue(placeX) + dx + ((h - 1) * width) / 2;
    const wantedY = chart.scales.y!.getPixelForValue(placeY) + dy + ((v - 1) * height) / 2;
    const x = Math.min(Math.max(wantedX, left + 4), right - 4 - width);
    const y = Math.min(Math.max(wantedY, top + 4), bottom - 4 - height);
    let hidden = i * 0.5 + (Math.abs(x - wantedX) + Math.abs(y - wantedY)) * 0.3;
    for (const point of ink) {
      const across = point.x > x - 4 && point.x < x + width + 4;
      if (across && point.y > y - 3 && point.y < y + height + 3) hidden++;
    }
    for (const box of taken) {
      const apart = x > box.x + box.width + 6 || box.x > x + width + 6;
      if (!apart && y < box.y + box.height + 1 && box.y < y + height + 1) hidden += 1000;
    }
    if (hidden < best.hidden) best = { box: { x, y, width, height }, hidden };
  }
  return best;
}
