import type { Span, Text } from '../reply/text.ts';

/**
 * Spans as Discord's Markdown, at most `limit` characters: what is longer ends in "…", with its markup closed.
 * Only `style` makes markup; in `text` nothing becomes a mention, a link, an emoji or markup.
 */
export function renderText(text: Text, limit = Number.POSITIVE_INFINITY): string {
  const spans = mergeSpans(text);
  const whole = spans.map(renderSpan).join('');
  if (whole.length <= limit) return whole;
  let rendered = '';
  for (const span of spans) {
    const room = limit - 1 - rendered.length;
    const next = renderSpan(span);
    rendered += next.length <= room ? next : longestPrefix(span, room);
    if (next.length > room) break;
  }
  return `${rendered}…`;
}

/** Neighbours of one style become one span: `**a****b**` would not read as two. */
function mergeSpans(text: Text): Span[] {
  const merged: Span[] = [];
  for (const span of text) {
    const last = merged.at(-1);
    if (span.text === '') continue;
    if (last && last.style === span.style)
      merged[merged.length - 1] = { ...last, text: last.text + span.text };
    else merged.push(span);
  }
  return merged;
}

function renderSpan({ text, style }: Span): string {
  switch (style) {
    case undefined:
      return escapeText(text);
    case 'strong':
      return text.trim() === '' ? text : `**${escapeText(text)}**`;
    case 'code':
      // Inside code nothing can be escaped, so a look-alike stands for the backtick.
      return `\`${text.replaceAll('`', 'ˋ').replace(LINE_BREAK, ' ')}\``;
    default:
      return style satisfies never;
  }
}

function longestPrefix(span: Span, room: number): string {
  const characters = [...span.text];
  const render = (count: number) =>
    count === 0 ? '' : renderSpan({ ...span, text: characters.slice(0, count).join('') });
  let fits = 0;
  let tooLong = characters.length;
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (render(middle).length <= room) fits = middle;
    else tooLong = middle;
  }
  return render(fits);
}

const LINE_BREAK = /\r\n?|[\n\u2028\u2029]/g;

/**
 * discord.js' own escapeMarkdown leaves quotes, subtext, mentions, plain links and emoji names alive, and some
 * runs of asterisks, so every active character is escaped here where Discord's parser would begin to read it.
 */
function escapeText(text: string): string {
  return (
    text
      .replace(LINE_BREAK, '\n')
      .replace(/[\\*_~|`<[]/g, '\\$&')
      // Names of emoji (`:smile:`) and schemes (`https://`), then invitations without a scheme.
      .replace(/:(?=\/\/|[\w+~-]+:)/g, '\\:')
      .replace(/\/(?<=\.[a-z]+\/)/gi, '\\/')
      // Quotes, headings, subtext and lists, which begin a line.
      .replace(/^([^\S\n]*)([>#]|[-+](?=\s|#)|\d+(?=\.\s))/gm, (_, indent, mark) =>
        /\d/.test(mark) ? `${indent}${mark}\\` : `${indent}\\${mark}`,
      )
      // Discord finds these two in escaped text also; an invisible space ends the name before it begins.
      .replace(/@(?=everyone|here)/gi, '@\u200B')
  );
}
