import type { Chart, Image } from './chart.ts';
import { registerFonts } from './fonts.ts';
import { paintChart } from './paint-chart.ts';
import { encodePng } from './png.ts';

export interface Renderer {
  draw(chart: Chart): Promise<readonly Image[]>;
}

export interface RendererOptions {
  /** Base URL of a QuickChart server; without one, charts are drawn in-process. */
  readonly quickChartUrl?: string;
  /** How long that server may take for a chart, all of its pictures together. */
  readonly timeoutMs?: number;
  /** Told why the server's pictures could not be used. */
  readonly onFallback?: (error: unknown) => void;
}

/** After a failure the server is left alone for this long: nobody should wait for each of its timeouts. */
const REST_MS = 15_000;

/** @throws Error when the shipped fonts can't be read */
export function createRenderer(options: RendererOptions = {}): Renderer {
  registerFonts();
  const { quickChartUrl, timeoutMs = 5_000, onFallback } = options;
  let restsUntil = 0;
  return {
    async draw(chart) {
      if (quickChartUrl !== undefined && performance.now() >= restsUntil) {
        try {
          // Brought in where it is used: its library takes 10 MB in each thread.
          const { drawOnQuickChart } = await import('./draw-on-quick-chart.ts');
          return await drawOnQuickChart(chart, quickChartUrl, timeoutMs);
        } catch (error) {
          restsUntil = performance.now() + REST_MS;
          onFallback?.(error);
        }
      }
      return [drawInProcess(chart)];
    },
  };
}

function drawInProcess(chart: Chart): Image {
  const { pixels, width, height } = paintChart(chart);
  return { name: `theta-${chart.kind}.png`, png: encodePng(pixels, width, height) };
}
