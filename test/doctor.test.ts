import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doctor } from '../src/doctor.ts';
import { UsageError } from '../src/usage-error.ts';
import { startFakeDiscord } from './fakes/discord/fake-discord.ts';
import { startFakeSlack } from './fakes/slack/fake-slack.ts';
import { freePort } from './postgres.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'theta-doctor-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(environment: Record<string, string>, ...args: string[]) {
  const lines: string[] = [];
  const code = await doctor({ TF_BACKEND: 'cpu', PORT: '0', ...environment }, args, (line) =>
    lines.push(line),
  );
  return { code, lines };
}

describe('the doctor', () => {
  it('finds a fresh installation well, a line a finding, and makes nothing', async () => {
    const DATA_DIR = join(folder, 'fresh');
    const { code, lines } = await run({ DATA_DIR });
    expect(code).toBe(0);
    for (const line of lines) expect(line).toMatch(/^✔ [^\n]*\.$/);
    for (const part of [
      'settings',
      'Node.js',
      'DATA_DIR',
      'PORT',
      'database',
      'Discord',
      'Slack',
      'fonts',
      'TensorFlow.js',
    ]) {
      expect(
        lines.filter((line) => line.includes(part)),
        part,
      ).not.toEqual([]);
    }
    expect(await readdir(folder)).toEqual([]);
  });

  it('speaks Chinese on request, or where the system does', async () => {
    const { lines } = await run({ DATA_DIR: folder }, '--locale', 'zh-CN');
    for (const line of lines) expect(line).toMatch(/^✔ .*。$/);
    const bySystem = await run({ DATA_DIR: folder, LANG: 'zh_CN.UTF-8' });
    // The room on a disk changes.
    const withoutNumbers = (all: readonly string[]) => all.map((line) => line.replace(/\d+ MB/, 'MB'));
    expect(withoutNumbers(bySystem.lines)).toEqual(withoutNumbers(lines));
  });

  it('names every wrong setting, never its value, and looks no further', async () => {
    const { code, lines } = await run({ PORT: 'x-y-z', SLACK_BOT_TOKEN: 'xoxb-secret' });
    expect(code).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(/^✘ Setting PORT is not a port\. Correct it/),
      expect.stringMatching(
        /^✘ Setting SLACK_APP_TOKEN or SLACK_SIGNING_SECRET must go with SLACK_BOT_TOKEN\. Correct it/,
      ),
    ]);
    expect(lines.join()).not.toMatch(/x-y-z|secret/);
  });

  it('finds each fault of many, shows no secret, and puts nothing right', { timeout: 90_000 }, async () => {
    const discord = await startFakeDiscord({ token: 'the-token' });
    const slack = await startFakeSlack();
    const DATA_DIR = join(folder, 'file');
    await writeFile(DATA_DIR, '');
    const secrets = {
      DISCORD_TOKEN: 'unfit-token',
      SLACK_BOT_TOKEN: 'xoxb-unfit',
      SLACK_APP_TOKEN: 'xapp-unfit',
    };
    const { code, lines } = await run({
      DATA_DIR,
      ...secrets,
      DISCORD_API_URL: discord.apiUrl,
      SLACK_API_URL: slack.apiUrl,
      QUICKCHART_URL: `http://127.0.0.1:${await freePort()}`,
    });
    expect(code).toBe(1);
    const broken = lines.filter((line) => line.startsWith('✘'));
    expect(broken).toEqual([
      expect.stringContaining('DATA_DIR'),
      expect.stringContaining('DISCORD_TOKEN'),
      expect.stringContaining('SLACK_BOT_TOKEN'),
      expect.stringContaining('QuickChart'),
    ]);
    expect(lines.join()).not.toContain('unfit');
    expect(discord.requests.every(({ method }) => method === 'GET')).toBe(true);

    const warned = await run({
      DATA_DIR: join(folder, 'x'),
      DISCORD_TOKEN: 'the-token',
      DISCORD_API_URL: discord.apiUrl,
    });
    expect(warned.lines.filter((line) => !line.startsWith('✔'))).toEqual([
      expect.stringMatching(/^⚠ No command is registered yet/),
    ]);
    expect(warned.code).toBe(0);
    await Promise.all([discord.close(), slack.close()]);
  });

  it('wants no other arguments', async () => {
    for (const args of [['--fix'], ['discord']]) {
      await expect(run({}, ...args)).rejects.toThrow(
        new UsageError(`doctor takes --locale zh-CN or nothing, not “${args[0]}”`),
      );
    }
  });
});
