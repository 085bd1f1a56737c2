import { formatLine } from '../locales/format-number.ts';
import type { Board } from './chart.ts';
import { lineWithin } from './clip-segment.ts';
import type { Label } from './draw-labels.ts';
import { cover, type Interval } from './interval.ts';
import type { Palette } from './palette.ts';
import { axis, labelPlugin, type Panel, panelOptions } from './panel.ts';
import { cornersOf, moveRows, placesAtEnd } from './places.ts';
import { roundPoint } from './round.ts';
import { chartWords } from './words.ts';

const DATA_RANGE: Interval = { min: 0, max: 1 };
const FIRST_LINES = 6;

/** The data, and the line that was learned from it. */
export function createDataPanel(board: Board, palette: Palette): Omit<Panel, 'width' | 'height'> {
  const words = chartWords[board.locale];
  const { train, validation, theta, path, diverged } = board;
  const points = [...train, ...validation];
  const x = cover([0, 1, ...points.map((point) => point.x)], 0.03);
  const y = heightsInView(board);
  const line = lineWithin(theta, DATA_RANGE, y);
  // What a run that flies off leaves to see are its first lines.
  const firstLines = diverged
    ? path.slice(0, FIRST_LINES).map((step) => lineWithin(step, DATA_RANGE, y))
    : [];
  const { topLeft, topRight, bottomLeft, bottomRight } = cornersOf(x, y);
  const labels: Label[] = [
    {
      spans: [
        { text: `● ${words.train}  `, color: palette.train },
        { text: `▲ ${words.validation}`, color: palette.validation },
      ],
      places: [topLeft, topRight, bottomLeft, bottomRight],
    },
    {
      spans: [
        {
          text: line.length > 0 ? formatLine(theta.w, theta.b) : words.data.lineLeft,
          color: palette.line,
        },
      ],
      places: [bottomRight, bottomLeft, topRight, moveRows(topLeft, 1), moveRows(topRight, 1)],
    },
  ];
  const firstEnd = firstLines[0]?.at(-1);
  if (firstEnd) {
    labels.push({
      spans: [{ text: words.path.start, color: palette.line }],
      places: placesAtEnd(firstEnd.x, firstEnd.y, [-1, 1]),
      optional: true,
    });
  }
  return {
    name: 'theta-data',
    background: palette.background,
    config: {
      type: 'scatter',
      data: {
        datasets: [
          {
            data: line,
            showLine: true,
            pointRadius: 0,
            borderColor: palette.line,
            borderWidth: 4,
            order: 0,
          },
          ...firstLines.map((data) => ({
            data,
            showLine: true,
            pointRadius: 0,
            borderColor: palette.line,
            borderWidth: 2.5,
            borderDash: [8, 6],
            order: 0,
          })),
          {
            data: validation.map(roundPoint),
            pointStyle: 'triangle',
            pointRadius: 7,
            backgroundColor: palette.validation,
            borderColor: palette.background,
            borderWidth: 1.5,
            order: 1,
          },
          {
            data: train.map(roundPoint),
            pointRadius: 6,
            backgroundColor: palette.train,
            borderColor: palette.background,
            borderWidth: 1.5,
            order: 2,
          },
        ],
      },
      options: panelOptions(words.data.title, palette, {
        x: axis(palette, { title: 'x', ...x, maxTicksLimit: 6 }),
        y: axis(palette, { title: 'y', ...y }),
      }),
      plugins: [labelPlugin(palette, labels)],
    },
  };
}

/** All data, and the line (of a run that flies off, its first) unless it is far away; above and below, room for words. */
function heightsInView({ train, validation, theta, path, diverged }: Board): Interval {
  const data = cover(
    [...train, ...validation].map(({ y }) => y),
    0,
  );
  const near = { min: 2 * data.min - data.max, max: 2 * data.max - data.min };
  const { w, b } = diverged ? path[0]! : theta;
  const ends = [b, w + b].map((y) => Math.min(Math.max(y, near.min), near.max));
  return cover([data.min, data.max, ...ends], 0.17);
}
