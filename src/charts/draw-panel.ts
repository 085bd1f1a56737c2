import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import {
  Chart,
  LinearScale,
  LineElement,
  LogarithmicScale,
  PointElement,
  ScatterController,
  Title,
} from 'chart.js';
import { freeCanvas } from './free-canvas.ts';
import type { Panel } from './panel.ts';

Chart.register(LinearScale, LineElement, LogarithmicScale, PointElement, ScatterController, Title);

/** Draws a panel onto a picture, with its top left corner at (x, y). */
export function drawPanel(picture: SKRSContext2D, panel: Panel, x: number, y: number): void {
  const canvas = createCanvas(panel.width, panel.height);
  // Glyphs follow the host's language otherwise.
  canvas.getContext('2d').lang = 'en';
  // Chart.js draws on any canvas; its types know the browser's only.
  const chart = new Chart(canvas as unknown as HTMLCanvasElement, panel.config);
  try {
    // Before destroy(), which clears the canvas; without it Chart.js keeps every chart.
    picture.drawImage(canvas, x, y);
  } finally {
    chart.destroy();
    freeCanvas(canvas);
  }
}
