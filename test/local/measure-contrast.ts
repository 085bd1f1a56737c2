import type { Page } from 'playwright-core';

export interface Contrast {
  readonly text: string;
  readonly ratio: number;
}

/** The WCAG 2 contrast ratio of every element that holds visible text, against the nearest painted background. */
export function measureContrast(page: Page): Promise<Contrast[]> {
  return page.evaluate(SCRIPT);
}

/** As text: the tests are checked without a browser's types, as the server is. */
const SCRIPT = String.raw`(() => {
  const luminance = (color) => {
    const [r, g, b] = color.match(/[\d.]+/g).map((channel) => {
      const c = Number(channel) / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const background = (element) => {
    const color = element ? getComputedStyle(element).backgroundColor : 'rgb(255, 255, 255)';
    return color === 'rgba(0, 0, 0, 0)' ? background(element.parentElement) : color;
  };
  return [...document.body.querySelectorAll('*')]
    .filter((element) => element.checkVisibility())
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
    .map((element) => {
      const levels = [luminance(getComputedStyle(element).color), luminance(background(element))];
      return { text: element.textContent, ratio: (Math.max(...levels) + 0.05) / (Math.min(...levels) + 0.05) };
    });
})()`;
