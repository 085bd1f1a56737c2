import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCanvas } from '@napi-rs/canvas';
import { Chart, type ChartConfiguration } from 'chart.js/auto';

/** How the server treats the next requests. */
export type QuickChartMood = 'well' | 'failing' | 'hanging' | 'rubbish' | 'ill-sized';

export interface FakeQuickChart {
  readonly url: string;
  /** Request bodies, as received. */
  readonly bodies: readonly string[];
  mood: QuickChartMood;
  close(): Promise<void>;
}

interface Order {
  readonly chart: string;
  readonly width: number;
  readonly height: number;
  readonly version?: string;
  readonly format?: string;
  readonly backgroundColor?: string;
  readonly devicePixelRatio?: number;
}

const LARGEST_BODY = 100 * 1024;
const LARGEST_SIDE = 3000;

/**
 * A QuickChart server on loopback that does what the real one does with `POST /chart`: evaluates the config as code
 * and draws it with Chart.js 4 and all of its parts, at twice the size unless told otherwise.
 */
export async function startQuickChart(): Promise<FakeQuickChart> {
  const bodies: string[] = [];
  const fake = { mood: 'well' as QuickChartMood };
  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    bodies.push(body);
    if (fake.mood === 'hanging') return;
    answer(request, body, fake.mood, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(fake, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}

function answer(
  request: IncomingMessage,
  body: string,
  mood: QuickChartMood,
  response: ServerResponse,
): void {
  const fail = (status: number, reason: string) =>
    response.writeHead(status, { 'x-quickchart-error': reason }).end(reason);
  if (request.method !== 'POST' || request.url !== '/chart') return void fail(404, 'no such page');
  if (mood === 'failing') return void fail(500, 'out of order');
  if (mood === 'rubbish') return void response.writeHead(200, { 'content-type': 'image/png' }).end('<html>');
  if (Buffer.byteLength(body) > LARGEST_BODY) return void fail(413, 'request entity too large');
  try {
    const order: Order = JSON.parse(body);
    const scale = mood === 'ill-sized' ? 0.5 : 1;
    response.writeHead(200, { 'content-type': 'image/png' }).end(draw(order, scale));
  } catch (error) {
    fail(400, String(error));
  }
}

function draw(order: Order, scale: number): Buffer {
  const {
    chart,
    width,
    height,
    version = '2.9.4',
    backgroundColor = 'transparent',
    devicePixelRatio = 2,
  } = order;
  if (version.split('.')[0] !== '4') throw new Error(`Chart.js ${version} draws another language`);
  if (Math.max(width, height) > LARGEST_SIDE) throw new Error('too large');
  const config = new Function(`return ${chart}`)() as ChartConfiguration;
  const canvas = createCanvas(width * scale, height * scale);
  const background = {
    id: 'background',
    beforeDraw({ ctx, width: w, height: h }: Chart) {
      ctx.fillStyle = backgroundColor;
      ctx.fillRect(0, 0, w, h);
    },
  };
  const drawn = new Chart(canvas as unknown as HTMLCanvasElement, {
    ...config,
    options: { ...config.options, animation: false, responsive: false, devicePixelRatio },
    plugins: [background, ...(config.plugins ?? [])],
  });
  try {
    return canvas.toBuffer('image/png');
  } finally {
    drawn.destroy();
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
