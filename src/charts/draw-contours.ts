import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Chart } from 'chart.js';
import type { Parameters } from './chart.ts';

/** The curve center + cos t·(u.w, u.b) + sin t·(v.w, v.b). */
export interface Ellipse {
  readonly center: Parameters;
  readonly u: Parameters;
  readonly v: Parameters;
}

/** A Chart.js plugin that fills the chart area with bands of equal loss. */
export interface ContourPlugin {
  readonly id: 'contours';
  /** From the largest to the smallest, each with the colour inside. */
  readonly ellipses: readonly (Ellipse & { readonly fill: string })[];
  /** Colour outside them all. */
  readonly outside: string;
  readonly stroke: string;
  readonly beforeDatasetsDraw: typeof drawContours;
}

/** Runs on a QuickChart server too, sent as text: it uses nothing but its arguments and the plugin's fields. */
export function drawContours(this: ContourPlugin, chart: Chart): void {
  const ctx: SKRSContext2D = chart.ctx;
  const { left, top, width, height } = chart.chartArea;
  const xs = chart.scales.x!;
  const ys = chart.scales.y!;
  const scaleX = xs.getPixelForValue(1) - xs.getPixelForValue(0);
  const scaleY = ys.getPixelForValue(1) - ys.getPixelForValue(0);
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  ctx.fillStyle = this.outside;
  ctx.fill();
  ctx.strokeStyle = this.stroke;
  ctx.lineWidth = 1;
  for (const { center, u, v, fill } of this.ellipses) {
    // A circle, seen through the ellipse's own coordinates; stroked after leaving them, so that the line keeps its width.
    ctx.save();
    ctx.translate(xs.getPixelForValue(center.w), ys.getPixelForValue(center.b));
    ctx.transform(u.w * scaleX, u.b * scaleY, v.w * scaleX, v.b * scaleY, 0, 0);
    ctx.beginPath();
    ctx.arc(0, 0, 1, 0, 2 * Math.PI);
    ctx.restore();
    ctx.fillStyle = fill;
    ctx.fill();
    ctx.stroke();
  }
  ctx.restore();
}
