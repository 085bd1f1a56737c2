import { createCanvas, loadImage } from '@napi-rs/canvas';
import { Chart } from 'chart.js';
import { describe, expect, it } from 'vitest';
import type { Chart as ChartSpec } from '../../src/charts/chart.ts';
import { createRenderer } from '../../src/charts/renderer.ts';
import { type SampleName, sampleBoard, samplePredictions, samples } from './sample-boards.ts';

const renderer = createRenderer();

async function draw(chart: ChartSpec) {
  const images = await renderer.draw(chart);
  expect(images).toHaveLength(1);
  const { name, png } = images[0]!;
  const picture = await loadImage(Buffer.from(png));
  const context = createCanvas(picture.width, picture.height).getContext('2d');
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, picture.width, picture.height);
  return { name, size: png.length, width: picture.width, height: picture.height, pixels: Buffer.from(data) };
}

function countColor(pixels: Buffer, [red, green, blue]: readonly [number, number, number]): number {
  let count = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    if (pixels[i] === red && pixels[i + 1] === green && pixels[i + 2] === blue && pixels[i + 3] === 255)
      count++;
  }
  return count;
}

describe('the in-process renderer', () => {
  it.each(Object.keys(samples) as SampleName[])('draws a run of the kind “%s” in 200 KB', async (name) => {
    const { width, height, size, pixels } = await draw(sampleBoard(name));
    expect([width, height]).toEqual([1200, 675]);
    expect(size).toBeLessThan(200_000);
    expect(countColor(pixels, [0, 114, 178])).toBeGreaterThan(300);
    expect(countColor(pixels, [213, 94, 0])).toBeGreaterThan(1000);
  });

  it('draws predictions smaller', async () => {
    const { name, width, height, size } = await draw(samplePredictions([0.3, 1e6]));
    expect([name, width, height]).toEqual(['theta-predictions.png', 800, 500]);
    expect(size).toBeLessThan(100_000);
  });

  it('draws data that has run out of proportion', async () => {
    const board = sampleBoard('normal');
    const zero = { epoch: 0, train: 0, validation: 0 };
    const theta = { w: -3.2e38, b: 1e-38 };
    const path = [
      { epoch: 0, ...board.minimum },
      { epoch: 1, ...theta },
    ];
    for (const change of [
      { losses: [zero] },
      { losses: [zero, { epoch: 1, train: 3e38, validation: 1e-45 }] },
      { path: [path[0]!], theta: board.minimum },
      { path, theta, diverged: true, divergedAt: 2 },
      { train: [], validation: [] },
      { train: [{ x: 0.5, y: 7 }], validation: [], surface: { x: 0.5, y: 7, xx: 0.25, xy: 3.5, yy: 49 } },
    ]) {
      expect((await draw({ ...board, ...change })).width).toBe(1200);
    }
  });

  it('shows theme and language', async () => {
    const normal = await draw(sampleBoard('normal'));
    const dark = await draw(sampleBoard('normal', { theme: 'dark' }));
    const chinese = await draw(sampleBoard('normal', { locale: 'zh' }));
    expect([...normal.pixels.subarray(0, 3)]).toEqual([255, 255, 255]);
    expect([...dark.pixels.subarray(0, 3)]).toEqual([27, 29, 35]);
    // Words differ, data don't: below the panels' titles most stays as it is.
    const header = 98 * 1200 * 4;
    expect(normal.pixels.subarray(0, header).equals(chinese.pixels.subarray(0, header))).toBe(false);
    const differing = normal.pixels.reduce(
      (count, value, i) => count + Number(value !== chinese.pixels[i]),
      0,
    );
    expect(differing / normal.pixels.length).toBeLessThan(0.1);
  });

  it('keeps no charts: 100 boards take no more memory than 10', async () => {
    const board = sampleBoard('normal');
    const drawMany = async (count: number) => {
      for (let i = 0; i < count; i++) {
        await renderer.draw(board);
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await drawMany(10);
    const before = process.memoryUsage().rss;
    await drawMany(100);
    expect(Object.keys(Chart.instances)).toEqual([]);
    expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
  }, 180_000);
});
