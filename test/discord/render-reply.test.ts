import { describe, expect, it } from 'vitest';
import { renderReply } from '../../src/discord/render-reply.ts';
import type { Block, Reply } from '../../src/reply/reply.ts';
import { text } from '../../src/reply/text.ts';
import { checkMessage, type MessageBody } from '../fakes/discord/check-message.ts';
import { BOARD, PNG, say } from './scripted-theta.ts';

/** Renders, and holds the message against the official schemas and the fake's rules, fresh and as an edit. */
function render(reply: Reply) {
  const message = renderReply(reply);
  const uploads = message.files.map(({ name, data }, id) => ({
    id: String(id),
    filename: name,
    bytes: data as Uint8Array,
  }));
  for (const kind of ['callback', 'followup', 'edit'] as const) {
    checkMessage(kind, JSON.parse(JSON.stringify(message.body)) as MessageBody, uploads);
  }
  return message;
}

const buttons = (count: number): Block => ({
  kind: 'buttons',
  buttons: Array.from({ length: count }, (_, i) => ({
    label: `${i}`,
    id: `train?epochs=${i}`,
    command: '/train',
  })),
});

describe('a reply', () => {
  it('keeps every block, in order', () => {
    const { body, files } = render({
      ...BOARD,
      blocks: [...BOARD.blocks, { kind: 'text', text: text`The end.` }],
    });
    expect(body).toMatchObject({
      flags: 1 << 15,
      allowed_mentions: { parse: [] },
      attachments: [{ id: '0', filename: '1-board.png', description: 'The line lies on the points.' }],
      components: [
        { type: 10, content: '**y = 2.01x + 0.99** after 1000 epochs' },
        {
          type: 10,
          content: '**Loss**\u20020.0101\n**Seed**\u2002`7`\n**Line**\u2002**y = 2x + 1** · exactly',
        },
        {
          type: 12,
          items: [
            { media: { url: 'attachment://1-board.png' }, description: 'The line lies on the points.' },
          ],
        },
        {
          type: 1,
          components: [1, 2, 3, 4, 5].map((i) => ({ type: 2, style: 2, custom_id: `train?epochs=${i}` })),
        },
        { type: 1, components: [{ type: 2, label: 'Again', custom_id: 'train?epochs=6' }] },
        { type: 10, content: 'The end.' },
      ],
    });
    expect(files).toEqual([{ name: '1-board.png', data: Buffer.from(PNG), contentType: 'image/png' }]);
  });

  it('with more words than a message holds shortens the longest and keeps the others whole', () => {
    const long = 'Gradient descent goes downhill. '.repeat(200);
    const { body } = render(say('Short words first.', ...say(long).blocks, ...say('学'.repeat(5000)).blocks));
    const [short, cut, chinese] = body.components.map((c) => ('content' in c ? c.content : ''));
    expect(short).toBe('Short words first.');
    expect(cut).toMatch(/^Gradient descent.*…$/);
    expect(chinese).toMatch(/^学+…$/);
    const total = short!.length + cut!.length + chinese!.length;
    expect(total).toBeGreaterThan(3990);
    expect(total).toBeLessThanOrEqual(4000);
  });

  it('shortens labels and alt texts, and makes file names safe and unique', () => {
    const image = { name: 'a board/1.png', png: PNG };
    const { body } = render(
      say(
        'x',
        { kind: 'picture', images: [image, image], alt: 'long '.repeat(400) },
        { kind: 'buttons', buttons: [{ label: 'l'.repeat(200), id: 'a', command: '/a' }] },
      ),
    );
    expect(body.attachments.map(({ filename }) => filename)).toEqual(['1-a_board_1.png', '2-a_board_1.png']);
    expect(body.attachments[0]?.description).toHaveLength(1024);
    expect(body.components.at(-1)).toMatchObject({ components: [{ label: `${'l'.repeat(79)}…` }] });
  });

  it('with nothing to read is still a message', () => {
    expect(render(say('')).body.components).toHaveLength(1);
  });

  it('spreads pictures and buttons over galleries and rows', () => {
    const images = Array.from({ length: 10 }, (_, i) => ({ name: `${i}.png`, png: PNG }));
    const { body } = render({ ...say('x', { kind: 'picture', images, alt: 'Ten' }, buttons(12)) });
    expect(body.components.map(({ type }) => type)).toEqual([10, 12, 1, 1, 1]);
  });

  it('leaves out a button that does what another one does: Discord would refuse them both', () => {
    const { body } = render(say('x', buttons(2), buttons(3)));
    expect(body.components.slice(1)).toMatchObject([
      { components: [{ label: '0' }, { label: '1' }] },
      { components: [{ label: '2' }] },
    ]);
  });

  it('throws for an id that cannot be shortened, and for more components than a message has room for', () => {
    const id = 'x'.repeat(101);
    expect(() => render(say('x', { kind: 'buttons', buttons: [{ label: 'a', id, command: '/a' }] }))).toThrow(
      RangeError,
    );
    expect(() => render(say('x', buttons(40)))).toThrow('at most 40 components');
  });
});
