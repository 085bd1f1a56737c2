import { explainFailure } from '../checkup/explain-failure.ts';
import { type Checkup, LONGEST_CHECK_MS, well } from '../checkup/finding.ts';
import type { Locale } from '../locales/locale.ts';
import type { Predictions } from './chart.ts';
import { checkWords } from './check-words.ts';
import { drawOnQuickChart } from './draw-on-quick-chart.ts';

const SMALL_CHART: Predictions = {
  kind: 'predictions',
  locale: 'zh',
  theme: 'light',
  train: [
    { x: 0, y: 1 },
    { x: 1, y: 3 },
  ],
  theta: { w: 2, b: 1 },
  truth: { w: 2, b: 1 },
  predictions: [{ x: 0.5, y: 2, low: 1.8, high: 2.2 }],
};

/** Whether a QuickChart server draws what Theta asks it for. */
export async function* checkQuickChart(url: string, locale: Locale): Checkup {
  const { host } = new URL(url);
  try {
    await drawOnQuickChart(SMALL_CHART, url, LONGEST_CHECK_MS);
    yield well(checkWords[locale].quickChart(host));
  } catch (error) {
    yield explainFailure(error, checkWords[locale].quickChartAt(host), locale);
  }
}
