// What a board costs and of what parts, its encoder against the canvas's own, and the main thread against a worker.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { deflateSync } from 'node:zlib';
import { createCanvas, ImageData } from '@napi-rs/canvas';
import type { Board, Image } from '../src/charts/chart.ts';
import { paintChart } from '../src/charts/paint-chart.ts';
import { createPanels } from '../src/charts/panels.ts';
import { encodePng } from '../src/charts/png.ts';
import { quantize } from '../src/charts/quantize.ts';
import { createRenderer } from '../src/charts/renderer.ts';
import { createPool } from '../src/work/pool.ts';
import { sampleBoard } from '../test/charts/sample-boards.ts';

const WARM_UP = 10;
const ROUNDS = 40;
const board = sampleBoard('normal');
const renderer = createRenderer();

await measureParts();
await compareThreads();

async function measureParts(): Promise<void> {
  const { pixels, width, height } = paintChart(board);
  const canvas = createCanvas(width, height);
  canvas.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(pixels), width, height), 0, 0);
  const ways = {
    whole: () => renderer.draw(board),
    figures: () => createPanels(board),
    painting: () => paintChart(board),
    encoding: () => encodePng(pixels, width, height),
    palette: () => quantize(pixels),
    trueColors: () => encodeTrueColors(pixels, width, height),
    canvas: () => canvas.toBuffer('image/png'),
  };
  const times = await measure(ways);
  const line = (name: string, time: number, bytes?: number) =>
    console.log(
      `  ${name.padEnd(34)} ${time.toFixed(1).padStart(5)} ms ${bytes === undefined ? '' : `${(bytes / 1000).toFixed(0).padStart(5)} KB`}`,
    );
  const used = ways.encoding().length;
  console.log(`\nOne board of 1200×675 (CPU time, medians of ${ROUNDS} when warm, taken in turn)`);
  line('the whole board', times.whole, used);
  line('its figures as Chart.js configs', times.figures);
  line('painting them', times.painting - times.figures);
  line('256 colours', times.palette);
  line('compression', times.encoding - times.palette);
  console.log('Encoders');
  line('256 colours (used)', times.encoding, used);
  line('true colours, zlib 3', times.trueColors, ways.trueColors().length);
  line('canvas’s own', times.canvas, ways.canvas().length);
  console.log(`  ${(times.canvas / times.encoding).toFixed(1)} times faster than the canvas's own`);
  const withCanvas = times.painting + times.canvas;
  console.log(`  whole board: ${(withCanvas / times.whole).toFixed(1)} times faster than with it`);
}

/** CPU milliseconds of each way: medians over rounds in which all take their turn, so that a busy machine slows all. */
async function measure<Name extends string>(
  ways: Record<Name, () => unknown>,
): Promise<Record<Name, number>> {
  const names = Object.keys(ways) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (const name of names) {
      const start = process.cpuUsage();
      await ways[name]();
      const { user, system } = process.cpuUsage(start);
      if (round >= 0) times[name].push((user + system) / 1000);
      await nextTurn();
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<Name, number>;
}

/** The field's other choice: rows of red, green and blue, unfiltered. */
function encodeTrueColors(pixels: Buffer, width: number, height: number): Buffer {
  const rows = Buffer.alloc((3 * width + 1) * height);
  let at = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    if (i % (4 * width) === 0) at++;
    rows[at++] = pixels[i]!;
    rows[at++] = pixels[i + 1]!;
    rows[at++] = pixels[i + 2]!;
  }
  return deflateSync(rows, { level: 3, memLevel: 9 });
}

async function compareThreads(): Promise<void> {
  const pool = createPool<Board, readonly Image[]>({
    filename: new URL('../src/work/draw-worker.ts', import.meta.url).href,
    workerData: {},
    threads: 1,
    longestMs: 60_000,
  });
  const onMain = () => renderer.draw(board);
  const inWorker = () => pool.run(board);
  for (let i = 0; i < WARM_UP; i++) await Promise.all([onMain(), inWorker()]);
  const main = await watchEventLoop(onMain);
  const worker = await watchEventLoop(inWorker);
  await pool.close();
  console.log(`\nDrawing ${ROUNDS} boards, one after another`);
  for (const [name, { p99, perSecond }] of Object.entries({ 'main thread': main, 'one worker': worker })) {
    console.log(
      `  ${name.padEnd(12)} event-loop delay p99 ${p99.toFixed(1).padStart(6)} ms, ${perSecond.toFixed(1)} boards/s`,
    );
  }
  console.log(`  event-loop delay: ${(main.p99 / worker.p99).toFixed(0)} times less with the worker`);
}

async function watchEventLoop(draw: (board: Board) => Promise<unknown>) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const start = performance.now();
  delay.enable();
  for (let i = 0; i < ROUNDS; i++) {
    await draw(board);
    await nextTurn();
  }
  delay.disable();
  return { p99: delay.percentile(99) / 1e6, perSecond: (ROUNDS * 1000) / (performance.now() - start) };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
