import { formatNumber } from '../locales/format-number.ts';
import type { Board } from './chart.ts';
import type { Label, Side } from './draw-labels.ts';
import type { Palette } from './palette.ts';
import { axis, labelPlugin, type Panel, panelOptions } from './panel.ts';
import { cornersOf, moveRows, placesAtEnd } from './places.ts';
import { round } from './round.ts';
import { logTicks } from './ticks.ts';
import { chartWords } from './words.ts';

/** The loss of training and validation data by epoch, labelled at their ends. */
export function createLossPanel(board: Board, palette: Palette): Omit<Panel, 'width' | 'height'> {
  const words = chartWords[board.locale];
  const { losses, divergedAt, diverged } = board;
  const last = losses.at(-1)!;
  const end = Math.max(divergedAt ?? last.epoch, 1);
  const positive = losses.flatMap(({ train, validation }) => [train, validation]).filter((loss) => loss > 0);
  // A logarithmic axis has no zero: it is drawn a power of ten below all others.
  const floor = positive.length > 0 ? Math.min(...positive) / 10 : 1;
  const drawable = (loss: number) => (loss > 0 ? loss : floor);
  const values = losses.flatMap(({ train, validation }) => [train, validation].map(drawable));
  const y = logRange(Math.min(...values), Math.max(...values));
  const series = (name: 'train' | 'validation') => ({
    data: losses.map((loss) => ({ x: loss.epoch, y: round(drawable(loss[name])) })),
    showLine: true,
    borderColor: palette[name],
    borderWidth: 4,
    clip: 8,
    // A run of one epoch is two points: show them.
    pointRadius: losses.length < 12 ? 4 : 0,
    backgroundColor: palette[name],
  });
  const { topLeft, topRight, bottomRight } = cornersOf({ min: 0, max: end }, y);
  const endLabel = (name: 'train' | 'validation', sides: readonly Side[]): Label => ({
    spans: [{ text: `${words[name]} ${formatNumber(last[name], 3)}`, color: palette[name] }],
    places: [
      ...placesAtEnd(last.epoch, drawable(last[name]), sides),
      // To the right of a curve that comes down steeply, to the left of one that goes up.
      topRight,
      moveRows(topRight, 1),
      topLeft,
      moveRows(topLeft, 1),
      bottomRight,
    ],
  });
  const higher = last.validation >= last.train;
  const labels = [
    endLabel('validation', higher ? [-1, 1] : [1, -1]),
    endLabel('train', higher ? [1, -1] : [-1, 1]),
  ];
  if (diverged) {
    const text = divergedAt === null ? words.loss.unbounded : words.loss.overflow(divergedAt);
    labels.unshift({ spans: [{ text, color: palette.text }], places: [bottomRight, topLeft] });
  }
  return {
    name: 'theta-loss',
    background: palette.background,
    config: {
      type: 'scatter',
      data: { datasets: [{ ...series('validation'), borderDash: [10, 5] }, series('train')] },
      options: panelOptions(words.loss.title, palette, {
        x: axis(palette, { title: words.loss.epoch, min: 0, max: end, whole: true, maxTicksLimit: 4 }),
        y: axis(palette, { title: '', type: 'logarithmic', ...y, marks: logTicks(y.min, y.max) }),
      }),
      plugins: [labelPlugin(palette, labels)],
    },
  };
}

/** Widened so that the curves keep off the edges and their labels have room below and above. */
function logRange(min: number, max: number) {
  const margin = Math.max((max / min) ** 0.14, 1.02);
  return { min: min / margin, max: max * margin };
}
