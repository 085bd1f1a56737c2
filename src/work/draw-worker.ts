import { parentPort, workerData } from 'node:worker_threads';
import type { Chart, Image } from '../charts/chart.ts';
import { createRenderer } from '../charts/renderer.ts';
import { giveWay } from './give-way.ts';
import type { WorkOptions } from './start-work.ts';

giveWay();
const { quickChartUrl }: Pick<WorkOptions, 'quickChartUrl'> = workerData;
const renderer = createRenderer({
  ...(quickChartUrl === undefined ? {} : { quickChartUrl }),
  onFallback: (error) => parentPort?.postMessage({ fallback: String(error) }),
});

export default function draw(chart: Chart): Promise<readonly Image[]> {
  return renderer.draw(chart);
}
