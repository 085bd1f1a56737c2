import { formatNumber } from '../locales/format-number.ts';
import type { Predictions } from './chart.ts';
import { lineWithin } from './clip-segment.ts';
import { cover } from './interval.ts';
import type { Palette } from './palette.ts';
import { axis, labelPlugin, type Panel, panelOptions } from './panel.ts';
import { cornersOf, placesAround } from './places.ts';
import { round, roundPoint } from './round.ts';
import { chartWords } from './words.ts';

const MOST_LABELS = 8;

/** The learned line over its data, with predictions and their intervals. */
export function createPredictionsPanel(
  chart: Predictions,
  palette: Palette,
): Omit<Panel, 'width' | 'height'> {
  const words = chartWords[chart.locale].predictions;
  const { train, theta, truth, predictions } = chart;
  const x = cover([0, 1, ...predictions.map((p) => p.x)], 0.05);
  const y = cover([...train.map((p) => p.y), ...predictions.flatMap((p) => [p.low, p.high])], 0.2);
  // More than a few numbers would hide the picture; the answer's words list them all.
  const distinct = predictions.filter((p, i) => predictions.findIndex((other) => other.x === p.x) === i);
  const labelled = distinct.length > MOST_LABELS ? [] : distinct;
  const corner = cornersOf(x, y);
  return {
    name: 'theta-predictions',
    background: palette.background,
    config: {
      type: 'scatter',
      data: {
        datasets: [
          ...predictions.map((p) => ({
            data: [p.low, p.high].map((end) => roundPoint({ x: p.x, y: end })),
            showLine: true,
            pointStyle: 'line' as const,
            pointRadius: 9,
            borderColor: palette.validation,
            borderWidth: 3,
            order: 1,
          })),
          {
            data: predictions.map(roundPoint),
            pointStyle: 'rectRot',
            pointRadius: 10,
            backgroundColor: palette.validation,
            borderColor: palette.background,
            borderWidth: 2,
            order: 0,
          },
          {
            data: lineWithin(theta, x, y),
            showLine: true,
            pointRadius: 0,
            borderColor: palette.line,
            borderWidth: 4,
            order: 2,
          },
          {
            data: lineWithin(truth, x, y),
            showLine: true,
            pointRadius: 0,
            borderColor: palette.muted,
            borderWidth: 3,
            borderDash: [9, 6],
            order: 3,
          },
          {
            data: train.map(roundPoint),
            pointRadius: 5,
            backgroundColor: palette.train,
            borderColor: palette.background,
            borderWidth: 1,
            order: 4,
          },
        ],
      },
      options: panelOptions(words.title, palette, {
        x: axis(palette, { title: 'x', ...x, maxTicksLimit: 6 }),
        y: axis(palette, { title: 'y', ...y }),
      }),
      plugins: [
        labelPlugin(palette, [
          {
            spans: [
              { text: `● ${words.train}  `, color: palette.train },
              { text: `━ ${words.learned}  `, color: palette.line },
              { text: `┅ ${words.truth}`, color: palette.muted },
            ],
            places: [corner.topLeft, corner.topRight, corner.bottomRight, corner.bottomLeft],
          },
          {
            spans: [{ text: `◆ ${words.prediction}`, color: palette.validation }],
            places: [corner.bottomRight, corner.bottomLeft, corner.topRight, corner.topLeft],
          },
          ...labelled.map((p) => ({
            spans: [{ text: formatNumber(round(p.y), 3), color: palette.validation }],
            places: placesAround(p.x, p.y),
            optional: true,
          })),
        ]),
      ],
    },
  };
}
