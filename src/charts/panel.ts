import type { ChartConfiguration, Scale, ScaleOptionsByType } from 'chart.js';
import { createLabelPlugin, type Label, type LabelPlugin } from './draw-labels.ts';
import { FONT_FAMILY } from './fonts.ts';
import type { Palette } from './palette.ts';
import type { Ticks } from './ticks.ts';

/** One Chart.js picture. All functions in its config work without what surrounds them, so that it can be sent as text. */
export interface Panel {
  /** A file name without extension. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly background: string;
  readonly config: ChartConfiguration<'scatter'>;
}

/** Legible where a chat shows 1200 pixels as 550. */
const FONT_SIZE = 22;

/** Left of a panel's title. */
export const PANEL_PADDING = 14;

type Config = ChartConfiguration<'scatter'>;

/** What all panels have in common. */
export function panelOptions(
  title: string,
  palette: Palette,
  scales: { x: object; y: object },
): Config['options'] {
  return {
    responsive: false,
    animation: false,
    devicePixelRatio: 1,
    events: [],
    locale: 'en-US',
    font: { family: FONT_FAMILY, size: FONT_SIZE },
    color: palette.text,
    layout: { padding: { left: PANEL_PADDING, right: 10, top: 6, bottom: 6 } },
    scales,
    plugins: {
      legend: { display: false },
      tooltip: { enabled: false },
      title: {
        display: true,
        text: title,
        align: 'start',
        color: palette.text,
        font: { family: FONT_FAMILY, size: 25, weight: 'bold' },
        padding: { top: 0, bottom: 12 },
      },
    },
  };
}

interface Axis {
  readonly title: string;
  readonly min: number;
  readonly max: number;
  readonly type?: 'linear' | 'logarithmic';
  readonly marks?: Ticks;
  /** Ticks at whole numbers only. */
  readonly whole?: boolean;
  readonly maxTicksLimit?: number;
}

/** A linear axis from `min` to `max`, or one with ticks of its own. */
export function axis(palette: Palette, shape: Axis): object {
  const { title, min, max, type = 'linear', marks, whole, maxTicksLimit = 8 } = shape;
  return {
    type,
    min,
    max,
    title: {
      display: title !== '',
      text: title,
      color: palette.text,
      font: { family: FONT_FAMILY, size: FONT_SIZE, weight: 'bold' },
      padding: 2,
    },
    grid: { color: palette.grid },
    border: { color: palette.axis },
    ticks: {
      color: palette.muted,
      font: { family: FONT_FAMILY, size: FONT_SIZE },
      includeBounds: false,
      maxRotation: 0,
      autoSkip: marks === undefined,
      maxTicksLimit,
      ...(whole ? { precision: 0 } : {}),
      callback: marks ? readLabel : formatTick,
    },
    ...(marks ? { marks, afterBuildTicks: setMarks } : {}),
  };
}

export function labelPlugin(palette: Palette, labels: readonly Label[]): LabelPlugin {
  return createLabelPlugin({
    labels,
    font: { size: FONT_SIZE, family: FONT_FAMILY },
    halo: palette.background,
  });
}

function setMarks(scale: Scale): void {
  const { marks } = scale.options as ScaleOptionsByType & { marks: Ticks };
  scale.ticks = marks.values.map((value, i) => ({ value, label: marks.labels[i]! }));
}

/** With a true minus sign. */
function formatTick(this: Scale, value: string | number): string {
  return this.getLabelForValue(Number(value)).replace('-', '−');
}

function readLabel(_value: unknown, index: number, ticks: readonly { label?: string }[]): string {
  return ticks[index]!.label!;
}
