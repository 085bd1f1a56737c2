import type { Block, Reply } from '../reply/reply.ts';
import type { BlockView, ReplyView } from './page/protocol.ts';

/** A reply as JSON for the page, which builds text nodes from it and no markup; pictures travel as base64. */
export function renderReply(reply: Reply): ReplyView {
  return {
    audience: reply.audience,
    mistake: reply.error !== undefined,
    blocks: reply.blocks.map(renderBlock),
  };
}

function renderBlock(block: Block): BlockView {
  switch (block.kind) {
    case 'text':
    case 'fields':
    case 'buttons':
      return block;
    case 'picture':
      return {
        kind: 'picture',
        alt: block.alt,
        images: block.images.map(({ name, png }) => ({ name, png: Buffer.from(png).toString('base64') })),
      };
    default:
      return block satisfies never;
  }
}
