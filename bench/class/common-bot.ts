/*
 * A stand-in for how such bots are commonly written: `model.fit`, Chart.js and the canvas's own PNG encoder, all on
 * the main thread. It trains on the same data for as many epochs, and draws as many panels; it has no contours and no
 * explanation, which is to its advantage.
 */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { Chart, type ChartDataset, registerables } from 'chart.js';
import { AttachmentBuilder, type ChatInputCommandInteraction, Client, Events } from 'discord.js';
import { generateData } from '../../src/regression/data.ts';
import { DEFAULTS } from '../../src/regression/hyperparameters.ts';

Chart.register(...registerables);
Chart.defaults.animation = false;
Chart.defaults.responsive = false;

interface Fitted {
  readonly path: { x: number; y: number }[];
  readonly losses: { train: number; validation: number }[];
}

async function fitModel(
  epochs: number,
  { train, validation }: ReturnType<typeof generateData>,
): Promise<Fitted> {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  model.compile({ optimizer: tf.train.sgd(DEFAULTS.learningRate), loss: 'meanSquaredError' });
  const columns = [train.x, train.y, validation.x, validation.y].map((values) =>
    tf.tensor2d(values, [values.length, 1]),
  );
  const [x, y, ...held] = columns as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  const path: Fitted['path'] = [];
  const losses: Fitted['losses'] = [];
  await model.fit(x, y, {
    epochs,
    batchSize: DEFAULTS.batch,
    validationData: [held[0], held[1]],
    verbose: 0,
    callbacks: {
      onEpochEnd: async (_, logs) => {
        const [w, b] = await Promise.all(model.getWeights().map((weight) => weight.data()));
        path.push({ x: w![0]!, y: b![0]! });
        losses.push({ train: logs!.loss!, validation: logs!.val_loss! });
      },
    },
  });
  model.dispose();
  tf.dispose(columns);
  return { path, losses };
}

function draw({ path, losses }: Fitted, { train, validation }: ReturnType<typeof generateData>): Buffer {
  const board = createCanvas(1200, 675);
  const context = board.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, board.width, board.height);
  const theta = path.at(-1)!;
  const points = ({ x, y }: typeof train) => Array.from(x, (value, i) => ({ x: value, y: y[i]! }));
  const line = [0, 1].map((x) => ({ x, y: theta.x * x + theta.y }));
  const curve = (of: 'train' | 'validation') => losses.map((loss, epoch) => ({ x: epoch, y: loss[of] }));
  const lined = { showLine: true, pointRadius: 0 };
  const panels: { title: string; datasets: ChartDataset<'scatter'>[] }[] = [
    {
      title: 'Data and line',
      datasets: [
        { label: 'training', data: points(train) },
        { label: 'validation', data: points(validation) },
        { label: 'line', data: line, ...lined },
      ],
    },
    {
      title: 'Loss',
      datasets: [
        { label: 'training', data: curve('train'), ...lined },
        { label: 'validation', data: curve('validation'), ...lined },
      ],
    },
    { title: 'Path of θ', datasets: [{ label: 'θ', data: path, ...lined }] },
  ];
  for (const [i, { title, datasets }] of panels.entries()) {
    const canvas = createCanvas(400, 640);
    const chart = new Chart(canvas as unknown as HTMLCanvasElement, {
      type: 'scatter',
      data: { datasets },
      options: { plugins: { title: { display: true, text: title } } },
    });
    context.drawImage(canvas, i * 400, 30);
    chart.destroy();
  }
  return board.toBuffer('image/png');
}

async function answer(interaction: ChatInputCommandInteraction): Promise<void> {
  await interaction.deferReply();
  const epochs = interaction.options.getInteger('epochs') ?? DEFAULTS.epochs;
  const seed = interaction.options.getInteger('seed') ?? 0;
  const data = generateData({ ...DEFAULTS, seed });
  const fitted = await fitModel(epochs, data);
  const { x: w, y: b } = fitted.path.at(-1)!;
  await interaction.editReply({
    content: `Learned line: ŷ = ${w.toFixed(3)}x + ${b.toFixed(3)} (seed ${seed})`,
    files: [new AttachmentBuilder(draw(fitted, data), { name: 'board.png' })],
  });
}

/** The backend on which `model.fit` is faster. */
async function chooseBackend(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(entry)}/`);
  const data = generateData({ ...DEFAULTS, seed: 1 });
  const times: [string, number][] = [];
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    await fitModel(50, data);
    const began = performance.now();
    await fitModel(200, data);
    times.push([backend, performance.now() - began]);
  }
  return times.sort(([, a], [, b]) => a - b)[0]![0];
}

tf.env().set('PROD', true);
const backend = await chooseBackend();
await tf.setBackend(backend);

const client = new Client({ intents: [], rest: { api: process.env.DISCORD_API_URL! } });
client.on(Events.InteractionCreate, (interaction) => {
  if (interaction.isChatInputCommand()) answer(interaction).catch(console.error);
});
client.once(Events.ClientReady, async ({ application }) => {
  const integer = (name: string) => ({ name, description: name, type: 4 });
  await application.commands.set([
    { name: 'train', description: 'Train a line', options: [integer('epochs'), integer('seed')] },
  ]);
  console.log(`the common bot is ready (${backend})`);
});
await client.login(process.env.DISCORD_TOKEN);
