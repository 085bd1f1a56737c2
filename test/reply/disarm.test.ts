import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wordMistake } from '../../src/locales/words.ts';
import { disarm, isolate } from '../../src/reply/disarm.ts';
import { toPlainText } from '../../src/reply/plain-text.ts';
import { plain, text } from '../../src/reply/text.ts';
import { launchChromium } from '../browser.ts';

describe('disarm', () => {
  it.each([
    ['\u202Egnp.exe', 'gnp.exe'],
    ['a\u2066b\u2069\u200F', 'ab'],
    ['zero\u200Bwidth\uFEFF\u00AD\u2060', 'zerowidth'],
    ['blank\u3164\u115F\uFFA0letters', 'blankletters'],
    ['tags\u{E0041}\u{E0042}', 'tags'],
    ['one\r\n\n\u2028line\u0085', 'one line '],
    ['\x1B[2J\x9B31m\x07red\0', ' [2J 31m red '],
    [`z${'\u0301'.repeat(500)}algo`, `z${'\u0301'.repeat(4)}algo`],
    ['half \uD83D', 'half \uFFFD'],
  ])('%j becomes %j', (words, seen) => {
    expect(disarm(words)).toBe(seen);
  });

  it('leaves alone what it has left', () => {
    for (const words of ['a\u202Eb', 'x\n\ny', `e${'\u0301'.repeat(9)}`]) {
      expect(disarm(disarm(words))).toBe(disarm(words));
    }
  });
});

it('isolates what runs from right to left, and nothing else', () => {
  for (const words of ['שלום', 'lr مرحبا', 'ﷺ']) expect(isolate(words)).toBe(`\u2068${words}\u2069`);
  for (const words of ['lr', '学习率', 'नमस्ते', '한국어']) expect(isolate(words)).toBe(words);
});

it('words of a mistake show no more of a long value than they need', () => {
  const mistake = {
    code: 'unknown-command',
    name: '🦊'.repeat(9000),
    nearest: undefined,
    help: '/help',
  } as const;
  const words = plain(wordMistake(mistake, 'en'));
  expect(words.length).toBeLessThan(160);
  expect(words).toMatch(/🦊…”\. \/help lists what I can do\.$/u);
});

it('no terminal is given orders, whoever made the words', () => {
  const orders = '\x1B]0;title\x07\x9B2J\x1B[31m\b\r';
  const reply = {
    audience: 'asker' as const,
    blocks: [
      { kind: 'text' as const, text: [{ text: `a${orders}\nb` }] },
      { kind: 'fields' as const, fields: [{ name: `n${orders}`, value: text`${orders}` }] },
      { kind: 'picture' as const, images: [], alt: orders },
      { kind: 'buttons' as const, buttons: [{ label: orders, id: 'x', command: `/x${orders}` }] },
    ],
  };
  expect(toPlainText(reply)).not.toMatch(/(?!\n)\p{Cc}/u);
  expect(toPlainText(reply)).toContain('\nb');
});

/** As text: the tests are checked without a browser's types. */
const MEASURE = `([words, ours]) => {
  const line = document.querySelector('p');
  line.textContent = words;
  return ours.map((part) => {
    const range = document.createRange();
    const from = words.indexOf(part);
    range.setStart(line.firstChild, from);
    range.setEnd(line.firstChild, from + part.length);
    const { left, width } = range.getBoundingClientRect();
    return { part, left, width };
  });
}`;

/** Where our words stand on a line of a page, from left to right, as the browser lays them out. */
describe('on a screen', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  async function orderOf(words: string, ours: readonly string[]): Promise<string[]> {
    const page = await browser.newPage();
    await page.setContent('<p style="white-space: nowrap; display: inline-block"></p>');
    const measured = page.evaluate(`(${MEASURE})(${JSON.stringify([words, ours])})`);
    const places = (await measured) as { part: string; left: number; width: number }[];
    await page.close();
    for (const { part, width } of places) expect(width, part).toBeGreaterThan(0);
    return places.toSorted((a, b) => a.left - b.left).map(({ part }) => part);
  }

  it.each(['\u202Ereversed', 'שלום 123', '\u2067\u202E', 'مرحبا (5)', `z${'\u0336'.repeat(99)}`])(
    'our words stay where they are around %j',
    async (value) => {
      const words = plain(text`The value ${value} 7 is outside 1 to 5.`);
      expect(await orderOf(words, ['The', '7 is', 'outside', '5.'])).toEqual([
        'The',
        '7 is',
        'outside',
        '5.',
      ]);
    },
  );

  it('and would not without it', async () => {
    const bare = 'The value \u202Ereversed 7 is outside 1 to 5.';
    expect(await orderOf(bare, ['The', '7 is', 'outside', '5.'])).not.toEqual([
      'The',
      '7 is',
      'outside',
      '5.',
    ]);
  });
});
