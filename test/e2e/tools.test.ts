import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Postgres, startPostgres } from '../postgres.ts';
import { runProgram, startBot } from './start-process.ts';

let folder: string;
let postgres: Postgres;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'theta-tools-'));
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres.stop();
  await rm(folder, { recursive: true });
});

describe('the keeper’s commands', () => {
  it('take a backup beside the running bot, and restore it into PostgreSQL', async () => {
    const bot = await startBot();
    const file = join(folder, 'theta-backup.gz');
    const trained = await runProgram(['say', '/train epochs:20 seed:7', '--json', '--out', folder], {
      DATA_DIR: bot.dataDir,
    });
    const { run } = JSON.parse(trained.out).data;
    expect(await runProgram(['backup', file], { DATA_DIR: bot.dataDir })).toEqual({
      code: 0,
      out: expect.stringMatching(/^Backed up 1 run to .*theta-backup\.gz \(\d\.\d kB\)\.\n$/),
      err: '',
    });
    await bot.stop();

    const DATABASE_URL = await postgres.createDatabase();
    const restored = await runProgram(['restore', file], { DATABASE_URL });
    expect(restored.out).toMatch(/^Restored 1 run from /);
    const predicted = await runProgram(['say', '/predict x:0.3', '--json', '--out', folder], {
      DATABASE_URL,
    });
    expect(JSON.parse(predicted.out).data).toMatchObject({ run });

    const again = await runProgram(['restore', file], { DATABASE_URL });
    expect(again).toEqual({
      code: 2,
      out: '',
      err: expect.stringMatching(/^The database holds runs already[^\n]*\n$/),
    });
  });

  it('examine an installation, beside the running bot too', async () => {
    const bot = await startBot();
    const { port } = new URL(bot.url);
    const well = await runProgram(['doctor'], { DATA_DIR: bot.dataDir, PORT: port, TF_BACKEND: 'cpu' });
    expect(well.out).toContain(`✔ Port ${port}: Theta is running there.`);
    expect(well.out).not.toMatch(/^[⚠✘]/m);
    expect(well).toMatchObject({ code: 0, err: '' });
    await bot.stop();
    const ill = await runProgram(['doctor', '--locale', 'zh-CN'], { PORT: 'x' });
    expect(ill).toEqual({ code: 1, out: expect.stringMatching(/^✘ 设置有误：PORT [^\n]*\n$/), err: '' });
  });
});
