import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromium as driver } from 'playwright-core';

/** A real Chromium, as the registry ships it. Close it when done. */
export async function launchChromium(): Promise<Browser> {
  // Makes the package unpack the system libraries (NSS) that a bare machine lacks; it looks while it is imported.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs20.x';
  const { default: chromium } = await import('@sparticuz/chromium');
  // Not the package's own arguments: they switch off the web's security, which the tests are about.
  return driver.launch({ executablePath: await chromium.executablePath(), args: ['--no-sandbox'] });
}

export interface OpenPage {
  readonly page: Page;
  /** Console errors, uncaught exceptions, policy violations and failed or foreign requests: should stay empty. */
  readonly faults: readonly string[];
}

/** Opens `url` as a learner of its own. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('request', (request) => {
    const target = request.url();
    if (!target.startsWith('blob:') && new URL(target).origin !== new URL(url).origin)
      faults.push(`asked ${target}`);
  });
  await page.goto(url);
  return { page, faults };
}
