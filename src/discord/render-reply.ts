import type { APIButtonComponent, APIMessageTopLevelComponent, RawFile } from 'discord.js';
import { ButtonStyle, ComponentType, MessageFlags } from 'discord.js';
import type { Block, FieldsBlock, PictureBlock, PressableBlock, Reply } from '../reply/reply.ts';
import { joinText, onOneLine, type Text } from '../reply/text.ts';
import { LIMITS, shorten } from './limits.ts';
import { renderText } from './render-text.ts';

/** A message as Discord's API takes it, and the files that go with it. */
export interface DiscordMessage {
  readonly body: {
    readonly flags: MessageFlags.IsComponentsV2;
    readonly components: APIMessageTopLevelComponent[];
    readonly attachments: { readonly id: string; readonly filename: string; readonly description?: string }[];
    readonly allowed_mentions: { readonly parse: [] };
  };
  readonly files: RawFile[];
}

/**
 * Renders a reply block by block, in order. Text that is too long in all ends in "…", the longest blocks first;
 * nobody is ever pinged.
 * @throws RangeError for what can't be shortened: a button's id, or more blocks than a message has room for
 */
export function renderReply({ blocks }: Reply): DiscordMessage {
  const files: RawFile[] = [];
  const attachments: DiscordMessage['body']['attachments'] = [];
  const ids = new Set<string>();
  const limit = fairShare(blocks.flatMap((block) => textOf(block)?.length ?? []));

  const attach = (image: PictureBlock['images'][number], alt: string) => {
    const filename = `${files.length + 1}-${image.name.replace(/[^\w.-]/g, '_')}`;
    const description = alt === '' ? {} : { description: shorten(alt, LIMITS.altText) };
    attachments.push({ id: String(files.length), filename, ...description });
    files.push({ name: filename, data: Buffer.from(image.png), contentType: 'image/png' });
    return { media: { url: `attachment://${filename}` }, ...description };
  };

  const components = blocks.flatMap((block): APIMessageTopLevelComponent[] => {
    switch (block.kind) {
      case 'text':
        return [renderDisplay(block.text, limit)];
      case 'fields':
        return [renderDisplay(layFields(block), limit)];
      case 'picture':
        return chunk(block.images, LIMITS.imagesPerGallery).map((images) => ({
          type: ComponentType.MediaGallery,
          items: images.map((image) => attach(image, block.alt)),
        }));
      case 'buttons':
        return chunk(renderButtons(block, ids), LIMITS.buttonsPerRow).map((buttons) => ({
          type: ComponentType.ActionRow,
          components: buttons,
        }));
      default:
        return block satisfies never;
    }
  });

  const count = components.reduce(
    (sum, c) => sum + 1 + (c.type === ComponentType.ActionRow ? c.components.length : 0),
    0,
  );
  if (count > LIMITS.components) {
    throw new RangeError(`A Discord message has at most ${LIMITS.components} components, not ${count}`);
  }
  return {
    body: { flags: MessageFlags.IsComponentsV2, components, attachments, allowed_mentions: { parse: [] } },
    files,
  };
}

function renderDisplay(text: Text, limit: number): APIMessageTopLevelComponent {
  // Discord refuses empty text; an invisible space keeps the block.
  return { type: ComponentType.TextDisplay, content: renderText(text, limit).trim() || '\u200B' };
}

/** A short value stands beside its name, one of several lines below it. */
function layFields({ fields }: FieldsBlock): Text {
  return joinText(
    fields.map(({ name, value }) => [
      { text: name, style: 'strong' },
      { text: '\u2002' },
      ...onOneLine(value),
    ]),
  );
}

function renderButtons({ buttons }: PressableBlock, ids: Set<string>): APIButtonComponent[] {
  return buttons.flatMap(({ label, id }) => {
    if (id.length < 1 || id.length > LIMITS.buttonId) {
      throw new RangeError(
        `A button's id has 1 to ${LIMITS.buttonId} characters, not ${id.length}: "${label}"`,
      );
    }
    // Discord refuses a message whose ids repeat; the same id is the same command.
    if (ids.has(id)) return [];
    ids.add(id);
    const shown = shorten(label, LIMITS.buttonLabel);
    return [
      { type: ComponentType.Button, style: ButtonStyle.Secondary, label: shown, custom_id: id } as const,
    ];
  });
}

function textOf(block: Block): string | undefined {
  if (block.kind === 'text') return renderText(block.text);
  return block.kind === 'fields' ? renderText(layFields(block)) : undefined;
}

/** The length to which each text is cut so that all together fit: short ones stay whole. */
function fairShare(lengths: readonly number[]): number {
  let room: number = LIMITS.text;
  const ascending = lengths.toSorted((a, b) => a - b);
  for (const [i, length] of ascending.entries()) {
    const share = Math.floor(room / (ascending.length - i));
    if (length > share) return share;
    room -= length;
  }
  return LIMITS.text;
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}
