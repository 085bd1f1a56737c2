import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, type OpenPage, openPage } from '../browser.ts';
import { createSmallTheta } from '../small-theta.ts';
import { measureContrast } from './measure-contrast.ts';
import { servePage } from './serve-page.ts';

let browser: Browser;
let server: Awaited<ReturnType<typeof servePage>>;
let opened: OpenPage[] = [];
beforeAll(async () => {
  [browser, server] = await Promise.all([launchChromium(), servePage(createSmallTheta())]);
});
afterEach(async () => {
  const faults = opened.flatMap((one) => one.faults);
  await Promise.all(opened.map(({ page }) => page.context().close()));
  opened = [];
  expect(faults, 'console, policy and network').toEqual([]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

async function open(options: BrowserContextOptions = {}, url = server.url): Promise<Page> {
  const one = await openPage(browser, url, { locale: 'en-GB', ...options });
  opened.push(one);
  await one.page.getByRole('button', { name: '/train' }).waitFor();
  return one.page;
}
const lineOf = (page: Page) => page.getByRole('combobox');
const lastOf = (page: Page) => page.getByRole('article').last();
async function say(page: Page, text: string): Promise<void> {
  await lineOf(page).fill(text);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
}

describe('the page', () => {
  it('trains by keyboard alone: completion, answer, large picture, button, history', async () => {
    const page = await open();
    const line = lineOf(page);
    expect(await page.locator('#line:focus').count()).toBe(1);
    await page.keyboard.type('/');
    expect(await page.getByRole('option').allInnerTexts()).toHaveLength(4);
    await page.keyboard.type('t');
    const chosen = page.getByRole('option', { selected: true });
    expect(await line.getAttribute('aria-activedescendant')).toBe(await chosen.getAttribute('id'));
    await page.keyboard.press('Tab');
    expect(await line.inputValue()).toBe('/train ');
    expect((await page.getByRole('option').allInnerTexts())[0]).toMatch(
      /epochs:\s+Rounds\s+a whole number from 1 to 100,000/,
    );
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await line.inputValue()).toBe('/train epochs:');
    await page.keyboard.type('5');
    await page.keyboard.press('Enter');

    const picture = page.getByRole('img', { name: 'A line through points' });
    await picture.waitFor();
    expect(await picture.evaluate((image) => Reflect.get(image, 'naturalWidth'))).toBe(1200);
    expect(await line.inputValue()).toBe('');
    expect(await lastOf(page).locator('strong').allInnerTexts()).toContain('Done');

    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('img', { name: 'A line through points' }).waitFor();
    expect(await dialog.getByRole('link').getAttribute('download')).toBe('theta-board.png');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await page.locator('button.picture:focus').count()).toBe(1);

    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('/train epochs:10', { exact: true }).waitFor();
    await page.getByRole('img').nth(1).waitFor();

    await line.fill('/dra');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowUp');
    expect(await line.inputValue()).toBe('/train epochs:5');
    await page.keyboard.press('ArrowDown');
    expect(await line.inputValue()).toBe('/dra');
  });

  it('suggests what the server knows, and takes it only when it is chosen', async () => {
    const page = await open();
    await lineOf(page).pressSequentially('/ask l');
    await page.getByRole('option', { name: 'About loss' }).waitFor();
    expect(await page.getByRole('option', { selected: true }).count()).toBe(0);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await lineOf(page).inputValue()).toBe('/ask learning-rate');
    await page.keyboard.press('Enter');
    await page.getByText('You asked: learning-rate').waitFor();
    await lineOf(page).pressSequentially('/ask lo');
    await page.getByRole('option', { name: 'About loss' }).click();
    expect(await lineOf(page).inputValue()).toBe('/ask loss');
  });

  it('shows a learner’s words as words', async () => {
    const page = await open();
    const words =
      '<img src=x onerror=alert(1)> **b** <script>alert(1)</script> @everyone &lt; [a](javascript:1)';
    await say(page, `/ask ${words}`);
    await page.getByText(`You asked: ${words}`).waitFor();
    expect(await page.getByText(`/ask ${words}`, { exact: true }).count()).toBe(1);
    expect(await page.getByRole('log').locator('img, script, a').count()).toBe(0);
  });

  it('marks mistakes as private and lets an input method keep its Enter', async () => {
    const page = await open();
    await say(page, '/train lr:abc');
    await page.getByText('Only for you').waitFor();
    expect(await lastOf(page).getAttribute('class')).toContain('mistake');
    await lineOf(page).fill('/ask 学习');
    await lineOf(page).dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true });
    expect(await lineOf(page).inputValue()).toBe('/ask 学习');
  });

  it('speaks Chinese to who prefers it, and remembers who chose otherwise', async () => {
    const page = await open({ locale: 'zh-CN' });
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hans');
    await page.getByText('你好，我是 Theta。').waitFor();
    await lineOf(page).pressSequentially('/tr');
    expect(await page.getByRole('option').innerText()).toContain('训练一条直线');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('Hello! I’m Theta.').waitFor();
    await page.reload();
    await page.getByText('Hello! I’m Theta.').waitFor();
    await say(page, '/ask x');
    await page.getByText(/light, en\)/).waitFor();
  });

  it('is one learner in two tabs, another in another browser', async () => {
    const page = await open({ colorScheme: 'dark' });
    const tab = await page.context().newPage();
    await tab.goto(server.url);
    const other = await open();
    const learners = await Promise.all(
      [page, tab, other].map(async (each) => {
        await say(each, '/ask who');
        const answer = each.getByText('You asked: who');
        return /\(([\w-]{22}), (\w+)/.exec(await answer.innerText())!.slice(1);
      }),
    );
    expect(learners[0]).toEqual(learners[1]);
    expect(learners[0]![1]).toBe('dark');
    expect(learners[2]![0]).not.toBe(learners[0]![0]);
  });

  it('shows the conversation again after a reload, with buttons that work', async () => {
    const page = await open();
    await say(page, '/train epochs:7');
    await page.getByRole('img', { name: 'A line through points' }).waitFor();
    await page.reload();
    await page.getByText('/train epochs:7', { exact: true }).waitFor();
    await page.getByRole('img', { name: 'A line through points' }).waitFor();
    await page.getByRole('button', { name: 'Twice as long' }).click();
    await page.getByText('/train epochs:14', { exact: true }).waitFor();
    await lineOf(page).press('ArrowUp');
    expect(await lineOf(page).inputValue()).toBe('/train epochs:7');
  });

  it('says when Theta is gone, keeps the line, and goes on once it is back', async () => {
    const gone = await servePage(createSmallTheta());
    const { page } = await openPage(browser, gone.url, { locale: 'en-GB' });
    await page
      .getByRole('button', { name: '/help' })
      .or(page.getByRole('button', { name: '/train' }))
      .waitFor();
    await gone.stop();
    await say(page, '/ask are you there?');
    await page.getByText('I can’t reach Theta').waitFor();
    expect(await lineOf(page).inputValue()).toBe('/ask are you there?');
    const back = await servePage(createSmallTheta(), { port: Number(new URL(gone.url).port) });
    await page.keyboard.press('Enter');
    await page.getByText('You asked: are you there?').waitFor();
    await page.context().close();
    await back.stop();
  });

  it('says that a line is too long, and keeps it', async () => {
    const { page } = await openPage(browser, server.url, { locale: 'en-GB' });
    await page.getByRole('button', { name: '/train' }).waitFor();
    const long = `/ask ${'long '.repeat(4000)}`.trim();
    await say(page, long);
    await page.getByText('too long to send').waitFor();
    expect(await lineOf(page).inputValue()).toBe(long);
    await page.context().close();
  });
});

describe('for everyone', () => {
  it('has names and roles that a screen reader can tell', async () => {
    const page = await open();
    await lineOf(page).pressSequentially('/tr');
    expect(await page.locator('body').ariaSnapshot()).toMatch(
      new RegExp(
        [
          '- banner:',
          '- heading "Theta" \\[level=1\\]',
          '- button "中文"',
          '- main:',
          '- log "Conversation":',
          '- article "Theta, [^"]+":',
          '- strong: Hello! I’m Theta.',
          '- button "/train"',
          '- contentinfo:',
          '- listbox "Commands and options":',
          '- option "/train Train a line" \\[selected\\]',
          '- combobox "Message to Theta" \\[expanded\\]',
          '- button "Send"',
          '- status: 1 suggestion',
        ].join('[^]*'),
      ),
    );
  });

  it.each(['light', 'dark'] as const)('reads well on a narrow %s screen', async (colorScheme) => {
    const page = await open({ viewport: { width: 320, height: 600 }, colorScheme, reducedMotion: 'reduce' });
    await say(page, '/train');
    await page.getByRole('img', { name: 'A line through points' }).waitFor();
    await say(page, '/train lr:abc');
    await page.getByText('Only for you').waitFor();
    await lineOf(page).pressSequentially('/train ');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    expect(await page.locator('#scroller').evaluate((scroller) => scroller.scrollWidth)).toBe(320);
    const contrasts = await measureContrast(page);
    expect(contrasts.length).toBeGreaterThan(20);
    expect(contrasts.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  });
});
