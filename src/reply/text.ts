import { disarm, isolate } from './disarm.ts';

/**
 * Text as data: a list of spans, so that what a learner wrote can never become markup. Renderers escape
 * `text` for their platform; only `style` makes anything bold or code. A newline is a line break.
 */
export interface Span {
  readonly text: string;
  readonly style?: 'strong' | 'code';
}
export type Text = readonly Span[];

type Value = string | number | Text;

const PLACEHOLDER = '\uE000';
const MARKUP = /\*\*(.+?)\*\*|`([^`]+)`/gs;

/** Reads our own small Markdown, `**strong**` and `` `code` ``. Never give it a learner's words: see {@link text}. */
export function parseMarkdown(source: string): Text {
  return parse(source, []);
}

/**
 * Tag for our own words: the literal may hold `**strong**` and `` `code` ``. The values are data, never markup, and
 * can't reorder or hide the words around them.
 */
export function text(literal: TemplateStringsArray, ...values: readonly Value[]): Text {
  return parse(literal.join(PLACEHOLDER), values);
}

/** The words alone, without styles. */
export function plain(spans: Text): string {
  return spans.map((span) => span.text).join('');
}

/** Texts one after the other, with `separator` between them. */
export function joinText(texts: readonly Text[], separator = '\n'): Text {
  return texts.flatMap((part, i) => (i === 0 ? part : [{ text: separator }, ...part]));
}

/** Its lines on one line, `separator` between them: where a message is narrow in height. */
export function onOneLine(spans: Text, separator = ' · '): Text {
  return spans.map((span) => ({ ...span, text: span.text.replaceAll('\n', separator) }));
}

function parse(source: string, values: readonly Value[]): Text {
  const spans: Span[] = [];
  let next = 0;
  const fill = (part: string, style?: Span['style']) => {
    part.split(PLACEHOLDER).forEach((words, i) => {
      if (i > 0) push(values[next++]!, style);
      pushWords(words, style);
    });
  };
  const pushWords = (words: string, style?: Span['style']) => {
    if (words !== '') spans.push(style ? { text: words, style } : { text: words });
  };
  const push = (value: Value, style?: Span['style']) => {
    if (typeof value === 'object') spans.push(...value.map((s) => (style ? { ...s, style } : s)));
    else pushWords(isolate(disarm(String(value))), style);
  };
  let from = 0;
  for (const match of source.matchAll(MARKUP)) {
    fill(source.slice(from, match.index));
    if (match[1] !== undefined) fill(match[1], 'strong');
    else fill(match[2]!, 'code');
    from = match.index + match[0].length;
  }
  fill(source.slice(from));
  return spans;
}
