import type { types } from '@slack/bolt';
import type { Span } from '../../src/reply/text.ts';
import type { FakeSlack, Message } from '../../test/fakes/slack/fake-slack.ts';
import { avatar, clock, escapeHtml, imageToHtml, spansToHtml, toPage } from './html.ts';

/** A message as Slack's light theme shows it. */
export function previewSlack(message: Message, { space }: FakeSlack): Promise<string> {
  const fileBytes = (id: string) => {
    const bytes = space.files.get(id)?.bytes;
    if (!bytes) throw new Error(`no file ${id}`);
    return bytes;
  };
  const blocks = (message.blocks as types.KnownBlock[]).map((block) => blockToHtml(block, fileBytes));
  return toPage(
    'slack',
    `<article>${avatar}
      <header><b>Theta</b><span class="app">APP</span><time>${clock()}</time></header>
      ${blocks.join('')}
    </article>`,
  );
}

/** @throws Error for what this preview doesn't know: nothing is left out of a picture unnoticed */
function blockToHtml(block: types.KnownBlock, fileBytes: (id: string) => Uint8Array): string {
  switch (block.type) {
    case 'context':
      return `<small>${block.elements.map((element) => escapeHtml('text' in element ? element.text : '')).join(' ')}</small>`;
    case 'rich_text':
      return `<p>${block.elements.map((section) => spansToHtml(readSection(section))).join('')}</p>`;
    case 'image':
      if (!('slack_file' in block) || !('id' in block.slack_file!)) break;
      return imageToHtml(fileBytes(block.slack_file.id!));
    case 'actions': {
      const labels = block.elements.map((element) => ('text' in element ? element.text!.text : ''));
      return `<nav>${labels.map((label) => `<button>${escapeHtml(label)}</button>`).join('')}</nav>`;
    }
  }
  throw new Error(`no preview for Slack's block ${block.type}`);
}

function readSection({ elements }: types.RichTextBlockElement): Span[] {
  return (elements as types.RichTextText[]).map(({ text, style }) => {
    if (style?.code) return { text, style: 'code' };
    return style?.bold ? { text, style: 'strong' } : { text };
  });
}
