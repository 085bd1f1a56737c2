import { loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRenderer } from '../../src/charts/renderer.ts';
import { type FakeQuickChart, type QuickChartMood, startQuickChart } from '../fakes/quickchart.ts';
import { sampleBoard, samplePredictions } from './sample-boards.ts';

let server: FakeQuickChart;
beforeAll(async () => {
  server = await startQuickChart();
});
afterAll(() => server.close());
beforeEach(() => {
  server.mood = 'well';
});

function createQuickChartRenderer({ quickChartUrl = server.url, timeoutMs = 30_000 } = {}) {
  const failures: unknown[] = [];
  const renderer = createRenderer({
    quickChartUrl,
    timeoutMs,
    onFallback: (error) => failures.push(error),
  });
  return { renderer, failures };
}

describe('with a QuickChart server', () => {
  it('draws a board as three pictures, from configs that need nothing else', async () => {
    const { renderer, failures } = createQuickChartRenderer();
    const images = await renderer.draw(sampleBoard('normal', { theme: 'dark' }));
    expect(failures).toEqual([]);
    expect(images.map((image) => image.name)).toEqual(['theta-data.png', 'theta-loss.png', 'theta-path.png']);
    for (const image of images) {
      const { width, height } = await loadImage(Buffer.from(image.png));
      expect([width, height]).toEqual([396, 577]);
    }
    expect(JSON.parse(server.bodies.at(-1)!)).toMatchObject({
      version: '4',
      format: 'png',
      devicePixelRatio: 1,
      backgroundColor: '#1b1d23',
    });
  });

  it('draws long, lively and diverging runs, and predictions, in bodies that it takes', async () => {
    const { renderer, failures } = createQuickChartRenderer();
    for (const name of ['long', 'noisySteps', 'diverging', 'manyPoints'] as const) {
      expect(await renderer.draw(sampleBoard(name))).toHaveLength(3);
    }
    const [image] = await renderer.draw(samplePredictions([0.1, 0.5, 20]));
    expect(image!.name).toBe('theta-predictions.png');
    expect(failures).toEqual([]);
    expect(Math.max(...server.bodies.map((body) => body.length))).toBeLessThan(50_000);
  });

  it.each<[QuickChartMood, RegExp]>([
    ['failing', /answered 500/],
    ['hanging', /timeout|timed out/i],
    ['rubbish', /no PNG/],
    ['ill-sized', /another size/],
  ])('draws in-process when the server is %s', async (mood, reason) => {
    const { renderer, failures } = createQuickChartRenderer(mood === 'hanging' ? { timeoutMs: 300 } : {});
    server.mood = mood;
    const images = await renderer.draw(sampleBoard('normal'));
    expect(images.map((image) => image.name)).toEqual(['theta-board.png']);
    expect(failures.map(String)).toEqual([expect.stringMatching(reason)]);
  });

  it('draws in-process when nobody listens, and lets the server rest for a while', async () => {
    const { renderer, failures } = createQuickChartRenderer({ quickChartUrl: 'http://127.0.0.1:9/' });
    for (let i = 0; i < 3; i++) {
      expect(await renderer.draw(sampleBoard('short'))).toHaveLength(1);
    }
    expect(failures).toHaveLength(1);
  });
});
