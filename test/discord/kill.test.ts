import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { StoreOptions } from '../../src/store/open-store.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/fake-discord.ts';
import type { FakeInteraction } from '../fakes/discord/fake-interaction.ts';
import { type Postgres, startPostgres } from '../postgres.ts';

const SCRIPT = fileURLToPath(new URL('./half-process.ts', import.meta.url));

let postgres: Postgres;
let dataDir: string;
let fake: FakeDiscord;
let processes: ChildProcess[];

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

beforeEach(async () => {
  [fake, dataDir] = await Promise.all([
    startFakeDiscord({ unpaced: true }),
    mkdtemp(join(tmpdir(), 'theta-kill-')),
  ]);
  processes = [];
});
afterEach(async () => {
  await Promise.all(processes.map(kill));
  await fake.close();
  await rm(dataDir, { recursive: true });
});

async function start(half: 'receive' | 'answer' | 'hang', options: StoreOptions): Promise<ChildProcess> {
  const args = ['--import', 'tsx', SCRIPT, half, fake.apiUrl, JSON.stringify(options)];
  const process_ = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  processes.push(process_);
  await once(process_.stdout!, 'data');
  return process_;
}

async function kill(process_: ChildProcess): Promise<void> {
  if (process_.exitCode !== null || process_.signalCode !== null) return;
  const exited = once(process_, 'exit');
  process_.kill('SIGKILL');
  await exited;
}

it.each([
  ['SQLite', async () => ({ dataDir })],
  ['PostgreSQL', async () => ({ dataDir: '', databaseUrl: await postgres.createDatabase() })],
])(
  'kill -9 of who receives and who answers, on %s: what was acknowledged is answered once',
  async (_, make) => {
    const options = await make();
    const killed = await Promise.all([start('receive', options), start('hang', options)]);
    const asked: FakeInteraction[] = [];
    for (let i = 0; i < 40; i++) {
      asked.push(fake.command('train', {}, { user: `2000000000000001${10 + i}` }));
      if (i === 10) await asked[0]!.acknowledged();
    }
    await Promise.all(killed.map(kill));
    await start('answer', options);

    const acknowledged = asked.filter(({ acknowledgement }) => acknowledgement);
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const one of acknowledged) {
      await expect.poll(() => one.visible()[0]?.attachments.length, { timeout: 40_000 }).toBe(1);
      expect(one.history.join()).toMatch(/^callback [45],edit$/);
    }
    for (const one of asked.filter((one) => !acknowledged.includes(one))) expect(one.history).toEqual([]);
  },
);
