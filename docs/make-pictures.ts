// Draws the README's pictures: the built bot answers on its page, and to both platforms' fakes. What it sent there is
// drawn by small previews, since the platforms themselves are out of reach. Letters and emoji are this machine's: with
// Lato, Noto Sans and Noto Color Emoji installed they come closest to what people see.
import { writeFile } from 'node:fs/promises';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Browser } from 'playwright-core';
import { encodePng } from '../src/charts/png.ts';
import { launchChromium, openPage } from '../test/browser.ts';
import { startBot } from '../test/e2e/start-process.ts';
import { startFakeDiscord } from '../test/fakes/discord/fake-discord.ts';
import { picturesOf, startFakeSlack } from '../test/fakes/slack/fake-slack.ts';
import { previewDiscord } from './pictures-preview/preview-discord.ts';
import { previewSlack } from './pictures-preview/preview-slack.ts';

const SHARPNESS = 1.4;

// biome-ignore lint/style/noProcessEnv: the browser's package brings fonts of its own, which have no emoji.
process.env.FONTCONFIG_PATH = '/etc/fonts';
const [discord, slack, browser] = await Promise.all([startFakeDiscord(), startFakeSlack(), launchChromium()]);
const bot = await startBot({
  DISCORD_TOKEN: 'any-token',
  DISCORD_API_URL: discord.apiUrl,
  ...slack.environment,
});
await discord.ready();
try {
  const learning = await discord.command('train', { epochs: 500, seed: 3 }).message();
  await save('board', learning.attachments[0]!.bytes);

  await save('page', await drawPage(browser, bot.url, '/train lr:0.75 batch:full epochs:20 seed:3'));

  const converged = await discord.command('train', { lr: 0.1, seed: 3 }).message();
  await save('discord', await drawMessage(browser, await previewDiscord(converged), 640));

  await slack.slash('/train lr:5 seed:3');
  const diverged = await slack.until((message) => picturesOf(message).length > 0);
  await save('slack', await drawMessage(browser, await previewSlack(diverged, slack), 700));
} finally {
  await Promise.all([bot.stop(), browser.close()]);
  await Promise.all([discord.close(), slack.close()]);
}

/** The local page, tall enough for all of a first conversation. */
async function drawPage(browser: Browser, url: string, line: string): Promise<Uint8Array> {
  const viewport = { width: 1000, height: 1112 };
  const { page } = await openPage(browser, url, { viewport, deviceScaleFactor: SHARPNESS });
  await page.getByRole('combobox').fill(line);
  await page.keyboard.press('Enter');
  await page.getByRole('log').getByRole('img').first().waitFor();
  return reduceColors(await page.screenshot());
}

async function drawMessage(browser: Browser, html: string, width: number): Promise<Uint8Array> {
  const page = await browser.newPage({ viewport: { width, height: 100 }, deviceScaleFactor: SHARPNESS });
  await page.setContent(html);
  return reduceColors(await page.screenshot({ fullPage: true }));
}

/** The same picture in 256 colours: flat areas and words lose nothing by it, and the README loads fast. */
async function reduceColors(png: Buffer): Promise<Buffer> {
  const image = await loadImage(png);
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  return encodePng(Buffer.from(context.getImageData(0, 0, width, height).data), width, height);
}

async function save(name: string, png: Uint8Array): Promise<void> {
  await writeFile(new URL(`pictures/${name}.png`, import.meta.url), png);
  console.log(`docs/pictures/${name}.png: ${Math.round(png.length / 1000)} KB`);
}
