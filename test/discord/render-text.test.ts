import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderText } from '../../src/discord/render-text.ts';
import { plain, type Span, type Text, text } from '../../src/reply/text.ts';
import { readMarkdown } from './read-markdown.ts';

/** What a learner could try, and the bits to build worse from. */
const BAIT = [
  ...[
    '@everyone',
    '@here',
    '<@123>',
    '<@!123>',
    '<@&123>',
    '<#123>',
    '<:a:1>',
    '<t:1>',
    '</train:1>',
    '<id:home>',
  ],
  ...[
    'https://a.b/c',
    '<https://a.b>',
    'discord.gg/abc',
    '[a](https://b.c)',
    '](',
    '[',
    '](x)',
    '<a@b.c>',
    ':smile:',
  ],
  ...[
    '**',
    '*',
    '***',
    '__',
    '_',
    '~~',
    '||',
    '`',
    '```',
    '\\',
    '\\\\',
    '\\*',
    '# ',
    '## ',
    '-# ',
    '- ',
    '* ',
    '1. ',
  ],
  ...[
    '> ',
    '>>> ',
    '\n',
    '\r\n',
    '\u2028',
    ' ',
    '',
    'x',
    '12',
    '.',
    ':',
    '/',
    '@',
    'everyone',
    '<',
    '>',
    '学习',
    '👩‍🏫',
  ],
];
const words = fc
  .array(fc.oneof(fc.constantFrom(...BAIT), fc.string({ unit: 'grapheme' })), { maxLength: 8 })
  .map((s) => s.join(''));
const spans = fc.array(
  fc
    .record({ text: words }, { requiredKeys: ['text'] })
    .chain((span) => fc.constantFrom<Span>(span, { ...span, style: 'strong' }, { ...span, style: 'code' })),
  { maxLength: 5 },
);

const bare = (words: string) => words.replaceAll('\u200B', '').replace(/\r\n?|[\u2028\u2029]/g, '\n');

/** What should be read: neighbours joined, blank bold as blanks, code on one line with look-alike backticks. */
function expected(text: Text): Span[] {
  const joined: Span[] = [];
  for (const span of text.filter((s) => s.text !== '')) {
    const last = joined.at(-1);
    if (last && last.style === span.style)
      joined[joined.length - 1] = { ...last, text: last.text + span.text };
    else joined.push(span);
  }
  const read: Span[] = [];
  for (const { text, style: wanted } of joined) {
    const style = wanted === 'strong' && text.trim() === '' ? undefined : wanted;
    const words = style === 'code' ? bare(text).replaceAll('\n', ' ').replaceAll('`', 'ˋ') : bare(text);
    const last = read.at(-1);
    if (last && last.style === style) read[read.length - 1] = { ...last, text: last.text + words };
    else read.push(style ? { text: words, style } : { text: words });
  }
  return read;
}

describe('what a learner wrote', () => {
  it('never becomes a mention, a link or markup, and arrives as it was', () => {
    fc.assert(
      fc.property(spans, (text) => {
        const { spans, active } = readMarkdown(renderText(text));
        expect(active).toEqual([]);
        expect(spans.map((span) => ({ ...span, text: bare(span.text) }))).toEqual(expected(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('stays harmless and whole in its characters when it is cut', () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: 1, max: 60 }), (text, limit) => {
        const rendered = renderText(text, limit);
        const { spans, active } = readMarkdown(rendered);
        expect(rendered.length).toBeLessThanOrEqual(limit);
        expect(active).toEqual([]);
        expect(rendered).not.toMatch(/\p{Surrogate}/u);
        const read = bare(plain(spans));
        const whole = plain(expected(text));
        expect(read === whole || (read.endsWith('…') && whole.startsWith(read.slice(0, -1)))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('our own words', () => {
  it('keep their styles and read naturally', () => {
    expect(
      renderText(
        text`**y = ${2.01}x + ${0.99}** after \`/train epochs:500 lr:0.1\`: loss 0.01, 12:30, a/b, -3 < x`,
      ),
    ).toBe('**y = 2.01x + 0.99** after `/train epochs:500 lr:0.1`: loss 0.01, 12:30, a/b, -3 \\< x');
  });
});
