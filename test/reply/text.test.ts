import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disarm, isolate } from '../../src/reply/disarm.ts';
import { joinText, onOneLine, parseMarkdown, plain, text } from '../../src/reply/text.ts';

describe('text', () => {
  it('styles our own words and never the values', () => {
    const learner = '**shout** `rm -rf`';
    expect(text`Hello **${learner}**, type \`/train\`: ${learner}!`).toEqual([
      { text: 'Hello ' },
      { text: learner, style: 'strong' },
      { text: ', type ' },
      { text: '/train', style: 'code' },
      { text: ': ' },
      { text: learner },
      { text: '!' },
    ]);
  });

  it('puts texts into texts', () => {
    expect(text`a ${text`**b**`} c`).toEqual([
      { text: 'a ' },
      { text: 'b', style: 'strong' },
      { text: ' c' },
    ]);
  });

  it('keeps any value without a style, and all of it that can be seen', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (value) => {
        expect(text`<${value}>`).toEqual([{ text: '<' }, { text: isolate(disarm(value)) }, { text: '>' }]);
      }),
    );
    for (const value of [
      '½ ⅷ ﷺ',
      '👩‍👩‍👧‍👦 ❤️‍🔥 1️⃣ 🇨🇳',
      'می‌خواهم',
      'नमस्ते',
      '한국어',
      'Å̊ ệ',
      '梯度下降',
      '**b** `c`',
    ]) {
      expect(plain(text`${value}`).replace(/[\u2068\u2069]/g, '')).toBe(value);
    }
  });

  it('reads Markdown and joins lines', () => {
    expect(plain(joinText([parseMarkdown('**a** b'), parseMarkdown('`c`')]))).toBe('a b\nc');
  });

  it('puts lines on one line', () => {
    expect(onOneLine(text`**a\nb**\nc`)).toEqual([{ text: 'a · b', style: 'strong' }, { text: ' · c' }]);
  });
});
