import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres } from '../postgres.ts';
import { runProgram, startBot } from './start-process.ts';

let DATA_DIR: string;
beforeAll(async () => {
  DATA_DIR = await mkdtemp(join(tmpdir(), 'theta-say-'));
});
afterAll(() => rm(DATA_DIR, { recursive: true }));

describe('say', () => {
  it('prints readable text and saves the picture', async () => {
    const { code, out } = await runProgram(['say', '/train epochs:100 seed:7', '--out', DATA_DIR], {
      DATA_DIR,
    });
    expect(code).toBe(0);
    expect(out).toContain('Still learning');
    const path = /^.*theta-board\.png$/m.exec(out)![0];
    expect((await readFile(path)).subarray(1, 4).toString()).toBe('PNG');
  });

  it('answers in JSON, one object a line, in order, as one learner', async () => {
    const lines =
      '/train seed:7 epochs:100\n\n/predict x:0.3\n/train lr:abc\n/faq jobs\n/faq what is the weather\n';
    const { code, out } = await runProgram(
      ['say', '-', '--json', '--out', DATA_DIR],
      { DATA_DIR },
      { input: lines },
    );
    const [train, predict, mistake, jobs, weather] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(train).toMatchObject({
      ok: true,
      command: '/train seed:7 epochs:100',
      images: [expect.stringContaining('.png')],
    });
    expect(Object.keys(train.data)).toEqual([
      'run',
      'seed',
      'epochs',
      'lr',
      'batch',
      'samples',
      'noise',
      'theta',
      'loss',
      'ols',
      'verdict',
    ]);
    expect(predict.data).toEqual({ run: train.data.run, x: [0.3], y: [expect.any(Number)] });
    expect(mistake).toMatchObject({
      ok: false,
      error: { code: 'not-a-number', text: expect.stringContaining('lr') },
    });
    expect(jobs.data).toMatchObject({ topic: 'jobs', section: '§8', suggestions: expect.any(Array) });
    expect(weather.data).toMatchObject({ topic: null });
    expect(code).toBe(1);
  });

  it('is the same run, number for number, as anywhere else, and works beside a running bot', async () => {
    const bot = await startBot();
    const args = ['say', '/train seed:42 epochs:50', '--json', '--locale', 'zh-CN', '--out', DATA_DIR];
    const [beside, alone] = await Promise.all([
      runProgram(args, { DATA_DIR: bot.dataDir }),
      runProgram(args, { DATA_DIR, TF_BACKEND: 'cpu' }),
    ]);
    await bot.stop();
    const [a, b] = [JSON.parse(beside.out), JSON.parse(alone.out)];
    expect(a.text).toContain('学到的直线');
    expect(a.data.theta.w).toBeCloseTo(b.data.theta.w, 4);
    expect(a.data.theta.b).toBeCloseTo(b.data.theta.b, 4);
  });

  it('wants a command', async () => {
    const { code, err } = await runProgram(['say'], { DATA_DIR });
    expect(code).toBe(2);
    expect(err).toMatch(/^say needs a command[^\n]*\n$/);
  });
});

describe('a start', () => {
  it('lists every wrong setting, in words alone', async () => {
    const { code, err } = await runProgram([], {
      PORT: 'x',
      TF_BACKEND: 'gpu',
      SLACK_BOT_TOKEN: 'xoxb-secret',
    });
    expect(code).toBe(2);
    expect(err).toMatch(/PORT is not a port[\s\S]*TF_BACKEND is none of/);
    expect(err).toContain('SLACK_APP_TOKEN or SLACK_SIGNING_SECRET');
    expect(err).not.toMatch(/secret|\n\s+at /);
  });

  it('says when its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const port = String((other.address() as AddressInfo).port);
    const { code, err } = await runProgram([], { PORT: port, DATA_DIR });
    other.close();
    expect(code).toBe(2);
    expect(err).toContain(`Port ${port} is taken`);
  });

  it('never names a password, and waits for a database that is not there', async () => {
    const environment = { DATA_DIR, DATABASE_URL: 'postgres://theta:hunter2@127.0.0.1:1/theta' };
    const said = await runProgram(['say', '/help'], environment);
    expect(said.code).toBe(2);
    expect(said.err).toContain('gives no connection');
    const waiting = await runProgram([], environment, { until: /waiting for PostgreSQL/ });
    expect(waiting.code).toBe(0);
    expect(said.err + said.out + waiting.err + waiting.out).not.toContain('hunter2');
  });

  it('keeps its runs in PostgreSQL when told to', async () => {
    const postgres = await startPostgres();
    const DATABASE_URL = await postgres.createDatabase();
    const say = (line: string) => runProgram(['say', line, '--json', '--out', DATA_DIR], { DATABASE_URL });
    const trained = JSON.parse((await say('/train seed:1 epochs:100')).out);
    const predicted = JSON.parse((await say('/predict x:0.5')).out);
    expect(predicted.data.run).toBe(trained.data.run);
    await postgres.stop();
  });

  it('draws in-process when the QuickChart server is not there', async () => {
    const environment = { DATA_DIR, QUICKCHART_URL: 'http://127.0.0.1:1' };
    const { code, out } = await runProgram(
      ['say', '/train epochs:10 seed:1', '--json', '--out', DATA_DIR],
      environment,
    );
    expect(code).toBe(0);
    expect(JSON.parse(out).images).toHaveLength(1);
  });

  it('prints the Slack manifest', async () => {
    const { code, out } = await runProgram(['manifest', '--url', 'https://theta.example'], {
      COMMAND_PREFIX: 'theta-',
    });
    expect(code).toBe(0);
    const names = JSON.parse(out).features.slash_commands.map(({ command }: { command: string }) => command);
    expect(names).toEqual(expect.arrayContaining(['/theta-continue', '/theta-faq', '/theta-train']));
    expect((await runProgram(['manifest', '--url', 'http://theta.example'])).code).toBe(2);
  });

  it('is followed by an end that finishes what is under way', async () => {
    const bot = await startBot();
    const asked = fetch(`${bot.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: bot.url },
      body: JSON.stringify({ input: { text: '/train epochs:100000 seed:1' }, theme: 'light', locale: 'en' }),
    }).then((response) => response.text());
    await sleep(300);
    expect(await bot.stop()).toBe(0);
    expect(await asked).toContain('Converged');
    expect(bot.written()).not.toContain('fault');
  });
});
