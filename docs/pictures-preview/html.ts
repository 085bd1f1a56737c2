import { readFile } from 'node:fs/promises';
import type { Span } from '../../src/reply/text.ts';

export const avatar = `<div class="avatar">${await readFile('src/local/page/static/icon.svg', 'utf8')}</div>`;

/** Words as HTML shows them, line breaks by CSS. */
export function escapeHtml(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function spansToHtml(spans: readonly Span[]): string {
  const tags = { strong: 'strong', code: 'code' } as const;
  return spans
    .map(({ text, style }) => {
      const words = escapeHtml(text);
      return style ? `<${tags[style]}>${words}</${tags[style]}>` : words;
    })
    .join('');
}

export function imageToHtml(png: Uint8Array): string {
  return `<img src="data:image/png;base64,${Buffer.from(png).toString('base64')}" alt="">`;
}

/** The time now, as chats write it. */
export function clock(): string {
  return new Date().toLocaleTimeString('en-US', { timeStyle: 'short' });
}

/** A page of one message, in the colours of the platform that `name`.css describes. */
export async function toPage(name: 'discord' | 'slack', message: string): Promise<string> {
  const css = await readFile(new URL(`${name}.css`, import.meta.url), 'utf8');
  return `<!doctype html><meta charset="utf-8"><style>${css}</style><body>${message}</body>`;
}
