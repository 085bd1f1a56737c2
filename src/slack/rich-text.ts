import type { types } from '@slack/bolt';
import { plain, type Span, type Text } from '../reply/text.ts';
import { repair, shorten } from './shorten.ts';

/**
 * Text as rich text blocks of at most `most` characters each. Rich text is data for Slack, never parsed: `*`, `@`,
 * `<`, `:` stay the characters that they are.
 */
export function toRichText(text: Text, most: number): types.RichTextBlock[] {
  return splitText(text.map(repairSpan), most).map((part) => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: part.map(toElement) }],
  }));
}

function toElement({ text, style }: Span): types.RichTextText {
  switch (style) {
    case undefined:
      return { type: 'text', text };
    case 'strong':
      return { type: 'text', text, style: { bold: true } };
    case 'code':
      return { type: 'text', text, style: { code: true } };
    default:
      return style satisfies never;
  }
}

function repairSpan(span: Span): Span {
  return { ...span, text: repair(span.text) };
}

/** The same text in at most `most` characters, ending in `…` when something had to go. */
export function shortenText(text: Text, most: number): Text {
  if (plain(text).length <= most) return text;
  const kept: Span[] = [];
  let room = Math.max(most, 1);
  for (const span of text) {
    if (span.text.length >= room) return [...kept, { ...span, text: shorten(`${span.text}…`, room) }];
    kept.push(span);
    room -= span.text.length;
  }
  return kept;
}

/** Cuts at spans' ends where possible, else at a line's or a word's end. Empty spans, which Slack refuses, go. */
function splitText(text: Text, most: number): Text[] {
  const parts: Span[][] = [];
  let room = 0;
  for (const span of text) {
    for (let rest = span.text; rest !== ''; ) {
      if (room === 0 || (rest.length > room && rest.length <= most)) {
        parts.push([]);
        room = most;
      }
      const piece = rest.length <= room ? rest : rest.slice(0, cutBefore(rest, room));
      parts.at(-1)!.push({ ...span, text: piece });
      rest = rest.slice(piece.length);
      room = rest === '' ? room - piece.length : 0;
    }
  }
  return parts;
}

function cutBefore(words: string, most: number): number {
  const line = words.lastIndexOf('\n', most - 1) + 1;
  if (line > most / 2) return line;
  const word = words.lastIndexOf(' ', most - 1) + 1;
  if (word > most / 2) return word;
  return /[\uD800-\uDBFF]/.test(words[most - 1]!) && most > 1 ? most - 1 : most;
}
