// What each part of a start takes, in the order in which they come; run by start.ts, on the built sources.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const built = (path) => new URL(`../dist/src/${path}.js`, import.meta.url).href;
const load = (path) => import(built(path));

const parts = {
  'settings, log, web server, page': () =>
    Promise.all([
      import('express'),
      ...[
        'config',
        'log/create-log',
        'metrics/create-registry',
        'local/mount-local',
        'command/load-commands',
      ].map(load),
    ]),
  'store (SQLite)': async () => {
    const { openStore } = await load('store/open-store');
    return openStore({ dataDir });
  },
  'topics and search': async () => {
    const { loadKnowledge } = await load('knowledge/load-knowledge');
    return loadKnowledge();
  },
  'trainer, warm': async () => {
    const trainer = await openPool('train', { backend: 'auto' });
    await trainer.ask('backend');
    return trainer;
  },
  'painter, its first board drawn': async () => {
    const painter = await openPool('draw', {});
    await painter.run(emptyBoard);
    return painter;
  },
  'discord.js (with a token only)': () => load('discord/start-discord'),
  'Bolt (with a token only)': () => load('slack/start-slack'),
};

const dataDir = await mkdtemp(join(tmpdir(), 'theta-start-'));
const theta = { w: 2, b: 1 };
const losses = [0, 1].map((epoch) => ({ epoch, train: 1, validation: 1 }));
const emptyBoard = {
  kind: 'board',
  ...{ locale: 'en', theme: 'light', learningRate: 0.1, epochs: 1, train: [], validation: [], theta, losses },
  ...{ path: [{ epoch: 0, ...theta }], surface: { x: 0.5, y: 2, xx: 0.3, xy: 1.2, yy: 4 } },
  ...{ minimum: { ...theta, loss: 0 }, divergedAt: null, diverged: false },
};

async function openPool(kind, workerData) {
  const { createPool } = await load('work/pool');
  const filename = built(`work/${kind}-worker`);
  return createPool({ filename, workerData, threads: 1, longestMs: 60_000 });
}

const print = (name, milliseconds, bytes) =>
  console.log(
    `  ${name.padEnd(32)} ${milliseconds.toFixed(0).padStart(5)} CPU-ms ${(bytes / 1e6).toFixed(0).padStart(5)} MB`,
  );
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

print('Node.js itself', cpu(), process.memoryUsage.rss());
// What parts return is kept until all are measured.
const kept = [];
for (const [name, start] of Object.entries(parts)) {
  const [time, memory] = [cpu(), process.memoryUsage.rss()];
  kept.push(await start());
  print(name, cpu() - time, process.memoryUsage.rss() - memory);
}
print('all of them', cpu(), process.memoryUsage.rss());
await rm(dataDir, { recursive: true });
process.exit();
