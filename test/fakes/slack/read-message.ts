import type { Block, Message } from './workspace.ts';

/** The words that a person reads in a message; a picture stands as `[its alt text]`, a button as `(label)`. */
export function wordsOf({ blocks }: Message): string {
  return blocks.map(blockWords).join('\n');
}

function blockWords(block: Block): string {
  switch (block.type) {
    case 'rich_text':
      return block.elements
        .flatMap((section: Block) => section.elements)
        .map((element: Block) => element.text ?? `<${element.type}>`)
        .join('');
    case 'context':
      return block.elements.map((element: Block) => element.text).join(' ');
    case 'image':
      return `[${block.alt_text}]`;
    case 'actions':
      return block.elements.map((element: Block) => `(${element.text.text})`).join(' ');
    default:
      return block.text?.text ?? '';
  }
}

export function buttonsOf({ blocks }: Message): Block[] {
  return blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
}

/** The ids of a message's pictures. */
export function picturesOf({ blocks }: Message): string[] {
  return blocks.flatMap((block) => (block.type === 'image' ? [block.slack_file.id] : []));
}
