import type { ChartDataset, ScriptableContext } from 'chart.js';
import { formatCount } from '../locales/format-number.ts';
import type { Board, Parameters, Point } from './chart.ts';
import { type ContourPlugin, drawContours } from './draw-contours.ts';
import type { Label } from './draw-labels.ts';
import { excessLoss, lossEllipses } from './loss-ellipses.ts';
import { mixColors, type Palette } from './palette.ts';
import { axis, labelPlugin, type Panel, panelOptions } from './panel.ts';
import { cornersOf, placesAround } from './places.ts';
import { round } from './round.ts';
import { type PathView, viewPath } from './view-path.ts';
import { chartWords } from './words.ts';

/** Each band of loss reaches up to this many times the one inside it. */
const BAND_STEP = 2.6;
const BANDS = 9;

/** The way of θ over the loss, from the start to the end or to where it leaves the picture. */
export function createPathPanel(board: Board, palette: Palette): Omit<Panel, 'width' | 'height'> {
  const { w, b, ...view } = viewPath(board);
  const { steps, exit, end, marks } = view;
  const datasets: ChartDataset<'scatter', Point[]>[] = [
    {
      data: [toPoint(board.minimum)],
      pointStyle: 'crossRot',
      pointRadius: 10,
      borderColor: palette.validation,
      borderWidth: 5,
    },
    {
      data: [toPoint(steps[0]!)],
      pointStyle: 'rect',
      pointRadius: 9,
      backgroundColor: palette.line,
      borderColor: palette.background,
      borderWidth: 2,
    },
    {
      data: marks.map(toPoint),
      pointRadius: 6,
      backgroundColor: palette.background,
      borderColor: palette.line,
      borderWidth: 3,
    },
    {
      data: end ? [toPoint(end)] : [],
      pointRadius: 9,
      backgroundColor: palette.line,
      borderColor: palette.background,
      borderWidth: 2,
    },
    {
      data: [...steps, ...(exit ? [exit] : [])].map(toPoint),
      showLine: true,
      pointRadius: 0,
      borderColor: palette.line,
      // A path that swings to and fro would be one dark area.
      borderWidth: view.length > 12 ? 1.6 : 3,
    },
  ];
  if (exit) {
    datasets.unshift({
      data: [steps.at(-1)!, exit].map(toPoint),
      pointStyle: 'triangle',
      pointRadius: [0, 12],
      pointRotation: rotateAlong,
      backgroundColor: palette.line,
      borderColor: palette.line,
      clip: false,
    });
  }
  return {
    name: 'theta-path',
    background: palette.background,
    config: {
      type: 'scatter',
      data: { datasets },
      options: panelOptions(chartWords[board.locale].path.title, palette, {
        x: axis(palette, { title: 'w', ...w, maxTicksLimit: 6 }),
        y: axis(palette, { title: 'b', ...b }),
      }),
      plugins: [
        createContours(board, palette, { w, b }),
        labelPlugin(palette, createLabels(board, palette, { w, b, ...view })),
      ],
    },
  };
}

function createLabels(board: Board, palette: Palette, { w, b, steps, exit, end, marks }: PathView): Label[] {
  const words = chartWords[board.locale].path;
  const label = (text: string, at: Parameters, optional = false): Label => ({
    spans: [{ text, color: palette.line }],
    places: placesAround(at.w, at.b),
    optional,
  });
  return [
    {
      spans: [{ text: words.minimum(board.minimum.loss), color: palette.validation }],
      places: placesAround(board.minimum.w, board.minimum.b),
    },
    label(words.start, steps[0]!),
    ...(exit ? [label(words.leaves(exit.epoch), exit)] : []),
    ...(end ? [label(words.epoch(end.epoch), end)] : []),
    ...marks.map((mark) => label(formatCount(mark.epoch), mark, true)),
    {
      spans: [{ text: words.shades, color: palette.muted }],
      places: Object.values(cornersOf(w, b)),
      optional: true,
    },
  ];
}

function createContours(board: Board, palette: Palette, { w, b }: Pick<PathView, 'w' | 'b'>): ContourPlugin {
  const { surface, minimum } = board;
  const corners = [w.min, w.max].flatMap((cw) => [b.min, b.max].map((cb) => ({ w: cw, b: cb })));
  const most = Math.max(...corners.map((corner) => excessLoss(surface, minimum, corner)));
  const color = (band: number) => mixColors(palette.farLoss, palette.nearLoss, band / BANDS);
  return {
    id: 'contours',
    ellipses: lossEllipses(surface, minimum, most / BAND_STEP, BAND_STEP, BANDS).map((ellipse, i) => ({
      ...ellipse,
      fill: color(i + 1),
    })),
    outside: color(0),
    stroke: palette.contour,
    beforeDatasetsDraw: drawContours,
  };
}

function toPoint({ w, b }: Parameters): Point {
  return { x: round(w), y: round(b) };
}

/** Turns an arrowhead the way that the line before it runs on the screen; a triangle points up by itself. */
function rotateAlong({ chart, datasetIndex, dataIndex }: ScriptableContext<'line'>): number {
  const data = chart.data.datasets[datasetIndex]!.data as Point[];
  const to = data[dataIndex]!;
  const from = data[dataIndex - 1] ?? to;
  const x = chart.scales.x!;
  const y = chart.scales.y!;
  const dx = x.getPixelForValue(to.x) - x.getPixelForValue(from.x);
  const dy = y.getPixelForValue(to.y) - y.getPixelForValue(from.y);
  return (Math.atan2(dy, dx) * 180) / Math.PI + 90;
}
