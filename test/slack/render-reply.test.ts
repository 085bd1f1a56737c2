import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, Reply } from '../../src/reply/reply.ts';
import { text } from '../../src/reply/text.ts';
import { type Pictures, renderLine, renderReply } from '../../src/slack/render-reply.ts';
import { checkMessage } from '../fakes/slack/check-message.ts';

const image = { name: 'theta-board.png', png: new Uint8Array(1) };
const reply = (...blocks: Block[]): Reply => ({ audience: 'everyone', blocks });
const render = (made: Reply, pictures: Pictures = 'failed') => renderReply(made, { locale: 'en', pictures });
const section = (...elements: object[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});

const board = reply(
  { kind: 'text', text: text`**Converged.** Try \`/train lr:0.1\`` },
  {
    kind: 'fields',
    fields: [
      { name: 'θ', value: text`\`y = 2x + 1\`` },
      { name: 'Loss', value: text`training 0.01\ntest 0.02` },
    ],
  },
  { kind: 'picture', images: [image, image], alt: 'The line fits.' },
  { kind: 'buttons', buttons: [{ label: 'Train on', id: 'continue?run=a', command: '/continue run:a' }] },
);

describe('renderReply', () => {
  it('makes blocks of a whole answer', () => {
    expect(renderReply(board, { locale: 'en', pictures: [['F1', 'F2']], asked: 'Ada: /train' })).toEqual({
      text: 'Converged. Try /train lr:0.1\n\nθ: y = 2x + 1\nLoss: training 0.01 · test 0.02\n\nThe line fits.',
      blocks: [
        { type: 'context', elements: [{ type: 'plain_text', text: 'Ada: /train', emoji: false }] },
        section(
          { type: 'text', text: 'Converged.', style: { bold: true } },
          { type: 'text', text: ' Try ' },
          { type: 'text', text: '/train lr:0.1', style: { code: true } },
          { type: 'text', text: '\n\n' },
          { type: 'text', text: 'θ', style: { bold: true } },
          { type: 'text', text: ': ' },
          { type: 'text', text: 'y = 2x + 1', style: { code: true } },
          { type: 'text', text: '\n' },
          { type: 'text', text: 'Loss', style: { bold: true } },
          { type: 'text', text: ': ' },
          { type: 'text', text: 'training 0.01 · test 0.02' },
        ),
        { type: 'image', slack_file: { id: 'F1' }, alt_text: 'The line fits.' },
        { type: 'image', slack_file: { id: 'F2' }, alt_text: 'The line fits.' },
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              action_id: 'theta:0',
              text: { type: 'plain_text', text: 'Train on', emoji: false },
              value: 'continue?run=a',
            },
          ],
        },
      ],
    });
  });

  it('says in words what a picture shows that can’t be there', () => {
    const lines = (['coming', 'failed'] as const).flatMap((pictures) =>
      (['en', 'zh'] as const).map((locale) => {
        const { blocks } = renderReply(reply(board.blocks[2]!), { locale, pictures });
        return (blocks[0] as ReturnType<typeof section> & { elements: { elements: { text: string }[] }[] })
          .elements[0]!.elements[0]!.text;
      }),
    );
    expect(lines).toEqual([
      'The picture is on its way …',
      '图片马上就到……',
      'Slack would not take the picture this time. What it shows: The line fits.',
      '这次图片没能传到 Slack 上。图里画的是：The line fits.',
    ]);
  });

  it('splits a long text at a line’s end, loses nothing, and cuts with “…” only what no message could hold', () => {
    const line = `${'θ'.repeat(99)}\n`;
    const words = (made: ReturnType<typeof render>) =>
      made.blocks.map((block) => JSON.parse(JSON.stringify(block)).elements[0].elements[0].text as string);
    const split = words(render(reply({ kind: 'text', text: [{ text: line.repeat(100) }] })));
    expect(split.map((part) => part.length)).toEqual([3000, 3000, 3000, 1000]);
    expect(split.join('')).toBe(line.repeat(100));
    const cut = words(render(reply({ kind: 'text', text: [{ text: line.repeat(1000) }] })));
    expect(cut.join('')).toHaveLength(12_000);
    expect(cut.at(-1)).toMatch(/…$/);
  });

  it('gives every button its row and its own id, and refuses an id that would be cut', () => {
    const buttons = Array.from({ length: 60 }, (_, i) => ({
      label: `b${i}`.repeat(50),
      id: `b${i}`,
      command: '/b',
    }));
    const { blocks } = render(reply({ kind: 'text', text: text`Choose` }, { kind: 'buttons', buttons }));
    const rows = blocks.flatMap((block) => (block.type === 'actions' ? [block.elements] : []));
    expect(rows.map((row) => row.length)).toEqual([25, 25, 10]);
    expect(new Set(rows.flat().map((button) => button.action_id)).size).toBe(60);
    expect(
      checkMessage(render(reply({ kind: 'text', text: text`Choose` }, { kind: 'buttons', buttons }))),
    ).toEqual([]);
    const long = { label: 'x', id: 'x'.repeat(2001), command: '/x' };
    expect(() => render(reply({ kind: 'buttons', buttons: [long] }))).toThrow(RangeError);
  });

  it('never lets a learner’s words be more than words, and always makes what Slack takes', () => {
    const hostile = fc.constantFrom(
      '<!channel>',
      '<@U1>',
      '*b*',
      '`c`',
      ':tada:',
      'https://x.org',
      '&lt;',
      '@everyone',
    );
    const anything = fc.string({
      unit: fc.integer({ min: 1, max: 0xffff }).map((code) => String.fromCharCode(code)),
    });
    const words = fc.array(fc.oneof(hostile, fc.string({ unit: 'grapheme' }), anything), { minLength: 1 });
    const learner = fc.oneof(
      words.map((parts) => `.${parts.join(' ')}`),
      fc.string({ minLength: 2000, maxLength: 9000 }),
    );
    const block: fc.Arbitrary<Block> = fc.oneof(
      learner.map(
        (said): Block => ({ kind: 'text', text: text`You said **${said}**, that is \`${said}\`.` }),
      ),
      learner.map((said): Block => ({ kind: 'fields', fields: [{ name: said, value: text`${said}` }] })),
      learner.map((said): Block => ({ kind: 'picture', images: [image], alt: said })),
      learner.map((said): Block => ({ kind: 'buttons', buttons: [{ label: said, id: 'x', command: said }] })),
    );
    const replies = fc
      .array(block, { minLength: 1, maxLength: 30 })
      .map((made) => reply({ kind: 'text', text: text`Hi` }, ...made));
    fc.assert(
      fc.property(replies, fc.boolean(), learner, (made, shown, asked) => {
        const count = made.blocks.filter(({ kind }) => kind === 'picture').length;
        const pictures = shown ? Array.from({ length: count }, (_, i) => [`F${i}`]) : 'failed';
        const message = renderReply(made, { locale: 'en', pictures, asked });
        expect(checkMessage(message)).toEqual([]);
        expect(message.text.replace(/&(?:amp|lt|gt);/g, '')).not.toMatch(/[<>&]/);
        const kinds = new Set<string>();
        JSON.stringify(message.blocks, (key, value) => {
          if (key === 'type') kinds.add(value);
          return value;
        });
        const inert = [
          'context',
          'plain_text',
          'rich_text',
          'rich_text_section',
          'text',
          'image',
          'actions',
          'button',
        ];
        expect(inert).toEqual(expect.arrayContaining([...kinds]));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps what was said to the letter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 9000 }), (said) => {
        const { blocks } = render(reply({ kind: 'text', text: [{ text: said }] }));
        const parts = blocks.map((block) => JSON.parse(JSON.stringify(block)).elements[0].elements[0].text);
        expect(parts.join('')).toBe(said);
      }),
    );
  });
});

describe('renderLine', () => {
  it('shows who asked above the progress', () => {
    expect(renderLine('Training <1000> epochs…', 'Ada: /train')).toEqual({
      text: 'Training &lt;1000&gt; epochs…',
      blocks: [
        { type: 'context', elements: [{ type: 'plain_text', text: 'Ada: /train', emoji: false }] },
        section({ type: 'text', text: 'Training <1000> epochs…' }),
      ],
    });
  });
});
