import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { formatNumber } from '../locales/format-number.ts';
import type { Board, Chart } from './chart.ts';
import { drawPanel } from './draw-panel.ts';
import { FONT_FAMILY } from './fonts.ts';
import { freeCanvas } from './free-canvas.ts';
import { type Palette, palettes } from './palette.ts';
import { PANEL_PADDING } from './panel.ts';
import { createPanels } from './panels.ts';
import { chartWords } from './words.ts';

const BOARD = { width: 1200, height: 675, margin: 6, header: 98 };

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha of each pixel. */
  readonly pixels: Buffer;
}

/** Paints a chart as one picture, with the shipped fonts only; they must be registered. */
export function paintChart(chart: Chart): Picture {
  const panels = createPanels(chart);
  const palette = palettes[chart.theme];
  const size = chart.kind === 'board' ? BOARD : panels[0]!;
  const canvas = createCanvas(size.width, size.height);
  const context = canvas.getContext('2d');
  // Glyphs follow the host's language otherwise.
  context.lang = 'en';
  context.fillStyle = palette.background;
  context.fillRect(0, 0, size.width, size.height);
  if (chart.kind === 'board') {
    drawHeader(context, chart, palette);
    panels.forEach((panel, i) => {
      drawPanel(context, panel, BOARD.margin + i * panel.width, BOARD.header);
    });
  } else {
    drawPanel(context, panels[0]!, 0, 0);
  }
  const picture = { width: size.width, height: size.height, pixels: canvas.data() };
  freeCanvas(canvas);
  return picture;
}

function drawHeader(context: SKRSContext2D, board: Board, palette: Palette): void {
  const words = chartWords[board.locale].board;
  // In line with the titles of the panels.
  const left = BOARD.margin + PANEL_PADDING;
  context.textBaseline = 'alphabetic';
  context.fillStyle = palette.text;
  context.font = `bold 36px ${FONT_FAMILY}`;
  context.fillText(words.title, left, 50);

  const { theta, divergedAt, diverged, learningRate } = board;
  const last = board.losses.at(-1)!;
  const facts = diverged
    ? [words.diverged(divergedAt, board.epochs), words.learningRate(learningRate)]
    : [
        words.epochs(board.epochs),
        words.learningRate(learningRate),
        `w = ${formatNumber(theta.w, 3)}`,
        `b = ${formatNumber(theta.b, 3)}`,
        words.trainLoss(last.train),
        words.validationLoss(last.validation),
      ];
  const text = facts.join('  ·  ');
  context.fillStyle = palette.muted;
  context.font = `24px ${FONT_FAMILY}`;
  const share = Math.min(1, (BOARD.width - 2 * left) / context.measureText(text).width);
  context.font = `${Math.floor(24 * share)}px ${FONT_FAMILY}`;
  context.fillText(text, left, 86);
}
