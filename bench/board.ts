// What a board costs: its encoder against the canvas's own, and drawing on the main thread against a worker.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { deflateSync } from 'node:zlib';
import { Piscina } from 'piscina';
import type { Board } from '../src/charts/chart.ts';
import { paintChart } from '../src/charts/paint-chart.ts';
import { encodePng } from '../src/charts/png.ts';
import { createRenderer } from '../src/charts/renderer.ts';
import { sampleBoard } from '../test/charts/sample-boards.ts';

const WARM_UP = 10;
const ROUNDS = 40;
const board = sampleBoard('normal');
const renderer = createRenderer();

await compareEncoders();
await compareThreads();

async function compareEncoders(): Promise<void> {
  const canvas = paintChart(board);
  const pixels = canvas.data();
  const ways = {
    'canvas’s own encoder': () => canvas.toBuffer('image/png').length,
    'true colours, zlib 3': () => encodeTrueColors(pixels, canvas.width, canvas.height),
    '256 colours (used)': () => encodePng(pixels, canvas.width, canvas.height).length,
    'painting, no encoder': () => paintChart(board).width,
  };
  const bytes = Object.fromEntries(Object.entries(ways).map(([name, encode]) => [name, encode()]));
  const times = await measure(ways);
  const own = times['canvas’s own encoder']!;
  console.log(`\nEncoding one board of 1200×675 (CPU time, medians of ${ROUNDS}, taken in turn)`);
  for (const [name, time] of Object.entries(times)) {
    const size = name.startsWith('painting') ? '' : `${(bytes[name]! / 1000).toFixed(0)} KB`;
    console.log(`  ${name.padEnd(22)} ${time.toFixed(1).padStart(7)} ms ${size.padStart(7)}`);
  }
  const used = times['256 colours (used)']!;
  const paint = times['painting, no encoder']!;
  console.log(`  encoder: ${(own / used).toFixed(1)} times faster than the canvas's own`);
  console.log(`  whole board: ${((paint + own) / (paint + used)).toFixed(1)} times faster than with it`);
}

/** CPU milliseconds of each way: medians over rounds in which all take their turn, so that a busy machine slows all. */
async function measure(ways: Readonly<Record<string, () => unknown>>): Promise<Record<string, number>> {
  const times: Record<string, number[]> = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (const [name, run] of Object.entries(ways)) {
      const start = process.cpuUsage();
      run();
      const { user, system } = process.cpuUsage(start);
      if (round >= 0) times[name]!.push((user + system) / 1000);
      await nextTurn();
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
}

/** The field's other choice: rows of red, green and blue, unfiltered. */
function encodeTrueColors(pixels: Buffer, width: number, height: number): number {
  const rows = Buffer.alloc((3 * width + 1) * height);
  let at = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    if (i % (4 * width) === 0) at++;
    rows[at++] = pixels[i]!;
    rows[at++] = pixels[i + 1]!;
    rows[at++] = pixels[i + 2]!;
  }
  return deflateSync(rows, { level: 3, memLevel: 9 }).length;
}

async function compareThreads(): Promise<void> {
  const pool = new Piscina({
    filename: new URL('../src/work/draw-worker.ts', import.meta.url).href,
    minThreads: 1,
    maxThreads: 1,
    workerData: {},
    execArgv: ['--import', 'tsx'],
  });
  const onMain = () => renderer.draw(board);
  const inWorker = () => pool.run(board);
  for (let i = 0; i < WARM_UP; i++) await Promise.all([onMain(), inWorker()]);
  const main = await watchEventLoop(onMain);
  const worker = await watchEventLoop(inWorker);
  await pool.destroy();
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
