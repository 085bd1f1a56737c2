import type { Span } from '../../src/reply/text.ts';

/** What Discord's client would make of a message: styled words, and everything that is more than words. */
export interface Reading {
  readonly spans: readonly Span[];
  /** Mentions, links, emoji, headings … by the name of the rule that fired. */
  readonly active: readonly string[];
}

/** In the order in which Discord's client tries them, at every character. */
const RULES: readonly (readonly [name: string, pattern: RegExp, atLineStart?: true])[] = [
  ['heading', /^ *(?:-#|#{1,3})(?= )/, true],
  ['list', /^ *(?:[*-]|\d+\.)(?= )/, true],
  ['quote', /^(?:>>>|>)(?= )/, true],
  ['escape', /^\\([^0-9A-Za-z\s])/],
  ['code block', /^```[\s\S]+?```/],
  ['code', /^(`+)([\s\S]*?[^`])\1(?!`)/],
  ['mention', /^<(?:@[!&]?|#)\d+>/],
  ['emoji', /^<a?:\w+:\d+>/],
  ['time', /^<t:-?\d+(?::\w)?>/],
  ['command', /^<\/[^>]+:\d+>/],
  ['guide', /^<id:\w+>/],
  ['link', /^<(?:https?:\/\/|mailto:|tel:|\+|[^ >]+@)[^ >]*>/],
  ['mention', /^@(?:everyone|here)/],
  ['link', /^(?:https?|steam|discord):\/\/[^\s<]+/],
  ['invitation', /^discord(?:app)?\.(?:com\/invite|gg)\/[\w-]+/i],
  ['masked link', /^\[(?:\[[^\]]*\]|[^[\]]|\](?=[^[]*\]))*\]\([^)]*\)/],
  ['strong', /^\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/],
  ['underline', /^__((?:\\[\s\S]|[^\\])+?)__(?!_)/],
  ['emphasis', /^\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)/],
  ['emphasis', /^_((?:__|\\[\s\S]|[^\\_])+?)_(?!_)/],
  ['strike', /^~~([\s\S]+?)~~(?!_)/],
  ['spoiler', /^\|\|([\s\S]+?)\|\|/],
  ['emoji', /^:[\w+~-]+:/],
];

/** Reads Discord's Markdown, as strictly as its client or more so. */
export function readMarkdown(source: string): Reading {
  const spans: Span[] = [];
  const active: string[] = [];
  const push = (text: string, style: Span['style']) => {
    const last = spans.at(-1);
    if (last && last.style === style) spans[spans.length - 1] = { ...last, text: last.text + text };
    else spans.push(style ? { text, style } : { text });
  };
  const read = (text: string, style: Span['style'], startsLine: boolean) => {
    for (let at = 0; at < text.length; ) {
      const rest = text.slice(at);
      const lineStart = at === 0 ? startsLine : text[at - 1] === '\n';
      const [name, match] = firstRule(rest, lineStart);
      if (!match) push(text[at]!, style);
      else if (name === 'escape') push(match[1]!, style);
      else if (name === 'code') push(match[2]!, 'code');
      else if (name === 'strong') read(match[1]!, 'strong', false);
      else active.push(name);
      at += match?.[0].length ?? 1;
    }
  };
  read(source, undefined, true);
  return { spans, active };
}

function firstRule(rest: string, lineStart: boolean): [string, RegExpExecArray | null] {
  for (const [name, pattern, atLineStart] of RULES) {
    if (atLineStart && !lineStart) continue;
    const match = pattern.exec(rest);
    if (match) return [name, match];
  }
  return ['text', null];
}
