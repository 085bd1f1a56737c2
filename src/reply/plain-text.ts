import type { Block, Reply } from './reply.ts';
import { plain } from './text.ts';

/** A reply as readable text: for terminals and logs. `imagePaths` says where its pictures were saved, in order. */
export function toPlainText(reply: Reply, imagePaths: readonly string[] = []): string {
  const paths = [...imagePaths];
  const text = reply.blocks.map((block) => blockText(block, paths)).join('\n\n');
  return text.replace(COMMANDS, '');
}

/** What terminals obey instead of showing it, a line break excepted. */
const COMMANDS = /(?!\n)\p{Cc}/gu;

function blockText(block: Block, paths: string[]): string {
  switch (block.kind) {
    case 'text':
      return plain(block.text);
    case 'fields':
      return block.fields.map(({ name, value }) => `${name}\n${indent(plain(value))}`).join('\n');
    case 'picture':
      return [block.alt, ...paths.splice(0, block.images.length)].join('\n');
    case 'buttons':
      return block.buttons
        .map(({ label, command }) => (label === command ? `→ ${command}` : `→ ${command}   (${label})`))
        .join('\n');
    default:
      return block satisfies never;
  }
}

function indent(lines: string): string {
  return lines.replaceAll(/^/gm, '  ');
}
