import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../src/project-root.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/fake-discord.ts';
import { type FakeSlack, startFakeSlack, wordsOf } from '../fakes/slack/fake-slack.ts';
import { type Running, runProgram, startBot } from './start-process.ts';

const DISCORD_TOKEN = 'fake-discord-token-0123456789';
const QUICKCHART_PASSWORD = 'quick-chart-hush';
const QUICKCHART_URL = `http://theta:${QUICKCHART_PASSWORD}@127.0.0.1:1/`;

describe('the whole bot, at its most talkative, through everything that goes wrong', () => {
  let discord: FakeDiscord;
  let slack: FakeSlack;
  let bot: Running;
  beforeAll(async () => {
    [discord, slack] = await Promise.all([startFakeDiscord({ token: DISCORD_TOKEN }), startFakeSlack()]);
    bot = await startBot({
      DISCORD_TOKEN,
      DISCORD_API_URL: discord.apiUrl,
      ...slack.environment,
      QUICKCHART_URL,
      LOG_LEVEL: 'trace',
    });
    await discord.ready();
  });
  afterAll(async () => {
    await bot.stop();
    await Promise.all([discord.close(), slack.close()]);
  });

  it('writes and shows no secret', async () => {
    const shown: string[] = [];
    const train = discord.command('train', { epochs: 10, seed: 1 });
    shown.push((await train.message()).text);
    // A passing fault, a refused picture, an interaction that nobody knows, a connection that breaks.
    discord.failNext(1, { status: 502 }, (method) => method === 'PATCH');
    shown.push((await discord.command('train', { epochs: 10, seed: 2 }).message()).text);
    discord.failNext(1, { status: 413 }, (method) => method === 'PATCH');
    shown.push((await discord.command('train', { epochs: 10, seed: 3 }).message()).text);
    discord.failNext(1, { status: 404, code: 10_062 });
    discord.command('help');
    discord.failNext(1, { status: 403, code: 50_001 });
    discord.command('help');
    await sleep(200);
    discord.failNext(1, { drop: true });
    shown.push((await discord.command('faq', { question: 'jobs' }).message()).text);
    discord.gateway.kill();

    await slack.slash('/train epochs:10 seed:4');
    await slack.until((message) => wordsOf(message).includes('seed:4'));
    slack.failNext('upload', { status: 500 }, 20);
    slack.failNext('chat.postMessage', { error: 'not_in_channel' });
    slack.failNext('response_url', { status: 500 });
    slack.failNext('users.info', { error: 'missing_scope' });
    await slack.slash('/train epochs:10 seed:5');
    await slack.until((message) => wordsOf(message).includes('seed:5'));
    slack.failNext('chat.postMessage', { error: 'invalid_auth' }, 9);
    await slack.mention('help');
    slack.socket.refresh();
    await sleep(500);
    shown.push(...slack.space.messages.map(wordsOf));

    for (const path of ['/healthz', '/readyz', '/metrics', '/', '/api/commands', '/nowhere', '/%ff']) {
      const response = await fetch(bot.url + path);
      shown.push(await response.text(), JSON.stringify([...response.headers]));
    }
    shown.push(bot.written());

    const secrets = [
      DISCORD_TOKEN,
      QUICKCHART_PASSWORD,
      slack.botToken,
      slack.appToken,
      ...discord.interactions.map(({ token }) => token),
      ...[...slack.space.responseUrls.keys()].map((id) => `/response/${id}`),
      'ticket=fake',
    ];
    // What is searched is there: faults were logged, and on every platform.
    for (const said of ['Discord', 'Slack', 'QuickChart', '"level":50', '"level":40'])
      expect(bot.written()).toContain(said);
    expect(discord.interactions.length).toBeGreaterThan(5);
    expect(slack.space.responseUrls.size).toBeGreaterThan(1);
    for (const secret of secrets) expect(shown.filter((text) => text.includes(secret))).toEqual([]);
    for (const text of shown) expect(text.replace(bot.written(), '')).not.toContain(projectRoot);
  });
});

it('say tells no setting of its environment', async () => {
  const DATA_DIR = await mkdtemp(join(tmpdir(), 'theta-say-'));
  const environment = { DATA_DIR, DISCORD_TOKEN, QUICKCHART_URL };
  const { out, err } = await runProgram(['say', '/train seed:1', '--json', '--out', DATA_DIR], environment);
  await rm(DATA_DIR, { recursive: true });
  expect(JSON.parse(out)).toMatchObject({ ok: true });
  for (const secret of [DISCORD_TOKEN, QUICKCHART_PASSWORD]) expect(out + err).not.toContain(secret);
});

describe('the files that we hand out', () => {
  /** Real ones, by the forms that their makers gave them; a test's are shorter. */
  const FORMS: readonly RegExp[] = [
    /\bxox[abeoprs](?:\.xox[bp])?-\d{9,}-[\w-]{20,}/,
    /\bxapp-\d-A[A-Z0-9]{8,}-\d+-[0-9a-f]{30,}/,
    /\b[MNO][A-Za-z\d_-]{22,27}\.[\w-]{6}\.[\w-]{27,}\b/,
    /hooks\.slack\.com\/services\/T\w{8,}\/B\w{8,}\/\w{20,}/,
    /discord(?:app)?\.com\/api\/webhooks\/\d{15,}\/[\w-]{60,}/,
    /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{20}/,
    /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
    /\bgh[pousr]_[A-Za-z0-9]{36}\b/,
    /\bnpm_[A-Za-z0-9]{36}\b/,
    /\/\/registry\.[\w.]+\/:_authToken=\S+/,
  ];
  const found = (text: string) => FORMS.flatMap((form) => form.exec(text)?.[0] ?? []);

  it('would be found out', () => {
    const some = (length: number) => 'Ab3'.repeat(30).slice(0, length);
    const planted = [
      `xoxb-${'1'.repeat(12)}-${'2'.repeat(12)}-${some(24)}`,
      `xapp-1-A${'0'.repeat(10)}-${'1'.repeat(12)}-${'a'.repeat(64)}`,
      `M${some(23)}.${some(6)}.${some(38)}`,
      `https://hooks.slack.com/services/T${'0'.repeat(8)}/B${'0'.repeat(8)}/${some(24)}`,
      `https://discord.com/api/webhooks/${'1'.repeat(18)}/${some(68)}`,
      `-----BEGIN ${'RSA '}PRIVATE KEY-----\n${some(64)}`,
    ];
    for (const secret of planted) expect(found(`x = "${secret}"`), secret).toHaveLength(1);
  });

  it('hold no secret: neither the repository nor what is built from it', async () => {
    const run = promisify(execFile);
    const listed = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: projectRoot,
    });
    const built = await run('find', ['dist', '-type', 'f'], { cwd: projectRoot });
    const files = [...listed.stdout.split('\0'), ...built.stdout.split('\n')].filter((name) => name !== '');
    expect(files).toContain('src/main.ts');
    expect(files).toContain('dist/src/main.js');
    const names = files.filter((name) =>
      /(?:^|\/)(?:\.env(?:\..*)?|.*\.(?:pem|key|p12|pfx|jks)|id_[a-z0-9]+|\.npmrc-.*)$/.test(name),
    );
    expect(names.filter((name) => !/\.example$/.test(name))).toEqual([]);
    const secrets = await Promise.all(
      files.map(async (name) => {
        const text = await readFile(join(projectRoot, name), 'latin1').catch(() => '');
        return found(text).map((secret) => `${name}: ${secret.slice(0, 12)}…`);
      }),
    );
    expect(secrets.flat()).toEqual([]);
  });
});
