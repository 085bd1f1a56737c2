import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium, openPage } from '../browser.ts';
import { startTestTheta, type TestTheta } from '../theta.ts';
import { servePage } from './serve-page.ts';

let browser: Browser;
let real: TestTheta;
let server: Awaited<ReturnType<typeof servePage>>;
beforeAll(async () => {
  [browser, real] = await Promise.all([launchChromium(), startTestTheta()]);
  server = await servePage(real.theta);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await real.close();
});

it('a lesson on the page, nothing replaced: train, go on, predict with a suggested run, ask', async () => {
  const { page, faults } = await openPage(browser, server.url, { locale: 'zh-CN', colorScheme: 'dark' });
  const line = page.getByRole('combobox');
  const last = page.getByRole('article').last();
  const widths = () =>
    last.locator('img').evaluateAll((images) => images.map((image) => Reflect.get(image, 'naturalWidth')));
  await page.getByRole('button', { name: '/train', exact: true }).waitFor();

  await line.pressSequentially('/train epochs:200 lr:0.1 seed:7');
  await page.keyboard.press('Enter');
  await last.locator('.fields').waitFor();
  expect(await widths()).toEqual([1200]);
  expect(await last.innerText()).toContain('均方误差');

  await last.getByRole('button', { name: '接着训练 200 轮' }).click();
  await last.getByText('一共 400 轮').waitFor();

  await line.pressSequentially('/predict x:0.3 run:');
  await page.getByRole('option', { name: '200 轮' }).waitFor();
  expect(await page.getByRole('option').count()).toBe(2);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await last.getByText('x = 0.3').waitFor();

  await line.pressSequentially('/faq jobs');
  await page.keyboard.press('Enter');
  await last.getByText('§8').waitFor();
  expect(faults).toEqual([]);
});
