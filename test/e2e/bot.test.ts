import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, openPage } from '../browser.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/fake-discord.ts';
import { type FakeSlack, picturesOf, startFakeSlack, wordsOf } from '../fakes/slack/fake-slack.ts';
import { type Running, startBot } from './start-process.ts';

const DISCORD_TOKEN = 'fake-discord-token-0123456789';

let discord: FakeDiscord;
let slack: FakeSlack;
let bot: Running;
beforeAll(async () => {
  [discord, slack] = await Promise.all([startFakeDiscord({ token: DISCORD_TOKEN }), startFakeSlack()]);
  bot = await startBot({ DISCORD_TOKEN, DISCORD_API_URL: discord.apiUrl, ...slack.environment });
  await discord.ready();
});
afterAll(async () => {
  const code = await bot.stop();
  await Promise.all([discord.close(), slack.close()]);
  expect(code, 'the bot ends cleanly').toBe(0);
  for (const secret of [DISCORD_TOKEN, slack.botToken, slack.appToken]) {
    expect(bot.written()).not.toContain(secret);
  }
});

describe('the whole bot in Discord', () => {
  it('trains, shows the board, and goes on at the press of a button by somebody else', async () => {
    const asked = discord.command('train', { epochs: 100, lr: 0.01, seed: 7 });
    const message = await asked.message();
    expect(asked.history).toEqual(['callback 5', 'edit']);
    expect(message.text).toContain('Still learning');
    expect(message.text).toContain('/train epochs:100 seed:7');
    expect(message.attachments).toHaveLength(1);
    expect(message.attachments[0]!.description).not.toBe('');
    const more = message.buttons.find(({ label }) => label.startsWith('Train on'))!;
    const pressed = await discord.press(more, { user: '222222222222222222' }).message();
    expect(pressed.text).toContain('200 in all');
  });

  it('predicts, explains and helps, privately where it is a mistake', async () => {
    await discord.command('train', { seed: 1 }).message();
    const predicted = await discord.command('predict', { x: '0.3, 0.5' }).message();
    expect(predicted.text).toContain('ŷ =');
    expect(predicted.attachments).toHaveLength(1);
    const jobs = discord.command('faq', { question: 'jobs' });
    expect((await jobs.message()).text).toContain('§8');
    expect(jobs.history).toEqual(['callback 4']);
    const wrong = await discord.command('train', { epochs: -1 }).message();
    expect(wrong.ephemeral).toBe(true);
    const untrained = discord.command('predict', { x: '0.3' }, { user: '333333333333333333' });
    expect(await untrained.message()).toMatchObject({ ephemeral: true });
    expect(untrained.history).toEqual(['callback 4']);
  });

  it('speaks Chinese, completes, and pings nobody', async () => {
    const zh = await discord.command('train', { seed: 7 }, { locale: 'zh-TW' }).message();
    expect(zh.text).toContain('已经收敛');
    const rows = await discord.type('faq', 'question', 'job').choices();
    expect(rows.map(({ value }) => value)).toContain('jobs');
    const loud = await discord.command('faq', { question: '@everyone <@1> what is a gradient?' }).message();
    expect(loud.pings).toEqual([]);
  });

  it('comes back after its connection is killed', async () => {
    discord.gateway.kill();
    await sleep(50);
    await discord.ready();
    expect((await discord.command('help').message()).text).toContain('/train');
  });

  it('loses no answer to a rate limit or a passing fault', async () => {
    discord.failNext(1, { status: 429, retryAfter: 0.3 }, (method) => method === 'PATCH');
    expect((await discord.command('train', { epochs: 10, seed: 1 }).message()).attachments).toHaveLength(1);
    discord.failNext(2, { status: 502 }, (method) => method === 'PATCH');
    expect((await discord.command('train', { epochs: 10, seed: 2 }).message()).attachments).toHaveLength(1);
  });

  it('answers a class that presses enter in the same minute', async () => {
    const class40 = Array.from({ length: 40 }, (_, i) =>
      discord.command('train', { seed: i }, { user: `4000000000000000${10 + i}` }),
    );
    // Until its answer comes, a message may show a place in the queue.
    for (const asked of class40)
      await expect.poll(() => asked.visible()[0]?.attachments.length, { timeout: 60_000 }).toBe(1);
  });
});

describe('the whole bot in Slack', () => {
  it('trains by slash command: progress first, then words, θ and picture', async () => {
    const { acknowledged } = await slack.slash('/train epochs:100 seed:7');
    expect(acknowledged).toBe(true);
    const message = await slack.until(
      (m) => wordsOf(m).includes('Still learning') && picturesOf(m).length > 0,
    );
    expect(wordsOf(message)).toContain('Learned line');
  });

  it('answers a mention in its thread, in the language of who asks', async () => {
    const { ts } = await slack.mention('train seed:3', { user: 'U0LIN' });
    const message = await slack.until((m) => m.thread === ts && wordsOf(m).includes('学到的直线'));
    expect(wordsOf(message)).toContain('seed:3');
  });

  it('keeps the words when the picture can’t be uploaded', async () => {
    slack.failNext('upload', { status: 500 }, 20);
    await slack.slash('/train epochs:77 seed:7');
    const message = await slack.until(
      (m) => wordsOf(m).includes('/train epochs:77 seed:7') && wordsOf(m).includes('Learned line'),
    );
    expect(picturesOf(message)).toEqual([]);
  });
});

describe('the whole bot on its page', () => {
  it('trains in a real browser', async () => {
    const browser = await launchChromium();
    const { page, faults } = await openPage(browser, bot.url);
    await page.getByRole('combobox').fill('/train epochs:100 seed:7');
    await page.keyboard.press('Enter');
    await page.getByText('Still learning').waitFor();
    await page.getByRole('log').getByRole('img').first().waitFor();
    expect(faults).toEqual([]);
    await browser.close();
  });

  it('reports its health', async () => {
    const get = async (path: string) => {
      const response = await fetch(bot.url + path);
      return { status: response.status, body: await response.text() };
    };
    expect(JSON.parse((await get('/healthz')).body)).toEqual({
      ok: true,
      backend: expect.stringMatching(/tensorflow|wasm|cpu/),
    });
    const readiness = await get('/readyz');
    expect(readiness.status).toBe(200);
    expect(JSON.parse(readiness.body)).toMatchObject({
      ready: true,
      checks: { process: 'ok', database: 'ok', slack: 'ok', discord: 'ok' },
    });
    expect((await get('/metrics')).body).toMatch(
      /theta_answers_total\{platform="discord",outcome="ok"\} \d+/,
    );
    expect(bot.written()).toMatch(/"backend":"(tensorflow|wasm|cpu)"/);
  });
});
