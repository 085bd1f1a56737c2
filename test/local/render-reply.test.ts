import { describe, expect, it } from 'vitest';
import { renderReply } from '../../src/local/render-reply.ts';
import { text } from '../../src/reply/text.ts';

describe('renderReply', () => {
  it('drops no block and keeps words as data', () => {
    const reply = renderReply({
      audience: 'asker',
      error: { code: 'unknown-run' },
      blocks: [
        { kind: 'text', text: text`**Hi** ${'<b>**you**</b>'}` },
        { kind: 'fields', fields: [{ name: 'w', value: text`2` }] },
        {
          kind: 'picture',
          alt: 'A board',
          images: [{ name: 'theta-board.png', png: new Uint8Array([137, 80, 255]) }],
        },
        { kind: 'buttons', buttons: [{ label: 'Go', id: 'train?', command: '/train' }] },
      ],
    });
    expect(JSON.parse(JSON.stringify(reply))).toEqual({
      audience: 'asker',
      mistake: true,
      blocks: [
        { kind: 'text', text: [{ text: 'Hi', style: 'strong' }, { text: ' ' }, { text: '<b>**you**</b>' }] },
        { kind: 'fields', fields: [{ name: 'w', value: [{ text: '2' }] }] },
        { kind: 'picture', alt: 'A board', images: [{ name: 'theta-board.png', png: 'iVD/' }] },
        { kind: 'buttons', buttons: [{ label: 'Go', id: 'train?', command: '/train' }] },
      ],
    });
  });
});
