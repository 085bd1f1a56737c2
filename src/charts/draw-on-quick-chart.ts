import QuickChartModule from 'quickchart-js';
import { RefusedRequest } from '../checkup/failure.ts';
import type { Chart, Image } from './chart.ts';
import type { Panel } from './panel.ts';
import { createPanels } from './panels.ts';
import { toSourceText } from './source-text.ts';

// Its types describe a CommonJS module; imported as ESM the class itself is the default.
const QuickChart = QuickChartModule as unknown as typeof QuickChartModule.default;

/**
 * Has a QuickChart server draw a chart, one picture a panel.
 * @throws Error when the server can't be reached, takes longer than `timeoutMs` in all, or sends anything but PNGs of
 * the right size
 */
export async function drawOnQuickChart(chart: Chart, url: string, timeoutMs: number): Promise<Image[]> {
  const signal = AbortSignal.timeout(timeoutMs);
  return Promise.all(
    createPanels(chart).map(async (panel) => ({
      name: `${panel.name}.png`,
      png: await drawPanel(panel, url, signal),
    })),
  );
}

async function drawPanel(panel: Panel, url: string, signal: AbortSignal): Promise<Uint8Array> {
  const request = new QuickChart()
    // As text: quickchart-js looks for code in the strings of an object.
    .setConfig(toSourceText(panel.config))
    .setVersion('4')
    .setWidth(panel.width)
    .setHeight(panel.height)
    .setDevicePixelRatio(1)
    .setBackgroundColor(panel.background)
    .setFormat('png');
  // Sent by fetch, since quickchart-js's own sending can't be timed out.
  const response = await fetch(`${url.replace(/\/+$/, '')}/chart`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request.getPostData()),
    signal,
  });
  if (!response.ok) {
    throw new RefusedRequest(response.status, `The QuickChart server answered ${response.status}`);
  }
  const png = Buffer.from(await response.arrayBuffer());
  checkPng(png, panel);
  return png;
}

function checkPng(png: Buffer, { width, height }: Panel): void {
  const isPng = png.length > 24 && png.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n';
  if (!isPng) throw new Error('The QuickChart server sent no PNG');
  if (png.readUInt32BE(16) !== width || png.readUInt32BE(20) !== height) {
    throw new Error('The QuickChart server sent a picture of another size');
  }
}
