import type { types } from '@slack/bolt';
import type { Locale } from '../locales/locale.ts';
import type { Block, FieldsBlock, PictureBlock, PressableBlock, Reply, TextBlock } from '../reply/reply.ts';
import { joinText, onOneLine, plain, type Text } from '../reply/text.ts';
import { LIMITS } from './limits.ts';
import { shortenText, toRichText } from './rich-text.ts';
import { shorten } from './shorten.ts';
import { slackWords } from './words.ts';

/** A message as Slack takes it: blocks, and `text` for notifications and screen readers. */
export interface Message {
  readonly text: string;
  readonly blocks: types.KnownBlock[];
}

/** The ids of the uploaded images, a list for each picture of the reply; or why there are none. */
export type Pictures = readonly (readonly string[])[] | 'coming' | 'failed';

/** Begins the action ids of our buttons; what a button does is in its value. */
export const ACTION = 'theta:';

export interface Surroundings {
  readonly locale: Locale;
  readonly pictures: Pictures;
  /** Who asked what, where the answer doesn't stand under its question. */
  readonly asked?: string | undefined;
}

/**
 * A reply as Block Kit. Words go into rich text and plain text objects only: Slack parses neither, so nothing that
 * a learner wrote can become a mention, a link, an emoji or any other markup.
 * @throws RangeError for a button's id that is longer than Slack takes
 */
export function renderReply(reply: Reply, { locale, pictures, asked }: Surroundings): Message {
  const shown = typeof pictures === 'string' ? withoutPictures(reply, pictures, locale) : reply.blocks;
  const parts = joinWords(shown, locale);
  const files = typeof pictures === 'string' ? [] : [...pictures];
  // What can't be shortened is counted first, so that only text is ever cut.
  let words = LIMITS.words - parts.reduce((sum, part) => sum + fixedWords(part), 0);
  let buttons = 0;

  const render = (part: Part): types.KnownBlock[] => {
    switch (part.kind) {
      case 'text': {
        const text = shortenText(part.text, words);
        words -= plain(text).length;
        return toRichText(text, LIMITS.richText);
      }
      case 'picture':
        return (files.shift() ?? []).map((id) => ({
          type: 'image',
          slack_file: { id },
          alt_text: shorten(part.alt, LIMITS.altText),
        }));
      case 'buttons':
        return inRows(part.buttons, LIMITS.buttons).map((row) => ({
          type: 'actions',
          elements: row.map((button) => toButton(button, `${ACTION}${buttons++}`)),
        }));
      default:
        return part satisfies never;
    }
  };
  return {
    text: toFallback(reply, locale),
    blocks: [...(asked === undefined ? [] : [toAsked(asked)]), ...parts.flatMap(render)],
  };
}

/** One line of plain words: the progress of slow work. */
export function renderLine(line: string, asked?: string): Message {
  return {
    text: escapeText(shorten(line, LIMITS.fallback)),
    blocks: [
      ...(asked === undefined ? [] : [toAsked(asked)]),
      ...toRichText([{ text: line }], LIMITS.richText),
    ],
  };
}

type Part = TextBlock | PictureBlock | PressableBlock;

/** Neighbouring words become one text: a message has few blocks, however many a reply has. */
function joinWords(blocks: readonly Block[], locale: Locale): Part[] {
  const parts: Part[] = [];
  for (const block of blocks) {
    const part = block.kind === 'fields' ? { kind: 'text' as const, text: toLines(block, locale) } : block;
    const last = parts.at(-1);
    if (last?.kind === 'text' && part.kind === 'text') {
      parts[parts.length - 1] = { kind: 'text', text: joinText([last.text, part.text], '\n\n') };
    } else {
      parts.push(part);
    }
  }
  return parts;
}

/** A line for each field. Columns would need mrkdwn to set names off, and mrkdwn is parsed. */
function toLines({ fields }: FieldsBlock, locale: Locale): Text {
  const colon = { text: slackWords[locale].colon };
  return joinText(
    fields.map(({ name, value }) => [{ text: name, style: 'strong' }, colon, ...onOneLine(value)]),
  );
}

/** Where a picture can't be shown, words say so, and state what it shows. */
function withoutPictures({ blocks }: Reply, why: 'coming' | 'failed', locale: Locale): readonly Block[] {
  const { pictureComing, pictureFailed } = slackWords[locale];
  return blocks.map((block) => {
    if (block.kind !== 'picture') return block;
    return { kind: 'text', text: [{ text: why === 'coming' ? pictureComing : pictureFailed(block.alt) }] };
  });
}

function fixedWords(part: Part): number {
  switch (part.kind) {
    case 'text':
      return 0;
    case 'picture':
      return part.images.length * Math.min(part.alt.length, LIMITS.altText);
    case 'buttons':
      return part.buttons.reduce(
        (sum, { label, id }) => sum + Math.min(label.length, LIMITS.buttonText) + id.length,
        0,
      );
    default:
      return part satisfies never;
  }
}

function toButton({ label, id }: PressableBlock['buttons'][number], action_id: string): types.Button {
  if (id.length > LIMITS.buttonValue) throw new RangeError(`a button id of ${id.length} characters`);
  return {
    type: 'button',
    action_id,
    text: { type: 'plain_text', text: shorten(label, LIMITS.buttonText), emoji: false },
    value: id,
  };
}

function toAsked(asked: string): types.ContextBlock {
  const text = shorten(asked, LIMITS.asked);
  return { type: 'context', elements: [{ type: 'plain_text', text, emoji: false }] };
}

function inRows<T>(items: readonly T[], most: number): T[][] {
  return items.length === 0 ? [] : [items.slice(0, most), ...inRows(items.slice(most), most)];
}

function toFallback({ blocks }: Reply, locale: Locale): string {
  const words = blocks.map((block) => {
    switch (block.kind) {
      case 'text':
        return plain(block.text);
      case 'fields':
        return plain(toLines(block, locale));
      case 'picture':
        return block.alt;
      case 'buttons':
        return '';
      default:
        return block satisfies never;
    }
  });
  return escapeText(shorten(words.filter((part) => part !== '').join('\n\n'), LIMITS.fallback));
}

/** `text` is the one field that Slack parses. Escaped, it holds no mention, link or entity. */
function escapeText(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
