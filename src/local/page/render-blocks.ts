import { element } from './element.ts';
import type { BlockView, SpanView } from './protocol.ts';
import type { PageWords } from './words.ts';

export interface BlockActions {
  readonly words: PageWords;
  /** Runs a pressed button's command; the button waits for it. */
  press(button: { id: string; command: string }): Promise<void>;
  enlarge(picture: HTMLImageElement, name: string): void;
}

/** A reply's blocks as elements. Whatever a person wrote stays text. */
export function renderBlock(block: BlockView, actions: BlockActions): HTMLElement {
  switch (block.kind) {
    case 'text':
      return element('p', { className: 'words' }, ...renderText(block.text));
    case 'fields':
      return element(
        'dl',
        { className: 'fields' },
        ...block.fields.map(({ name, value }) =>
          element('div', {}, element('dt', {}, name), element('dd', {}, ...renderText(value))),
        ),
      );
    case 'picture':
      return element(
        'div',
        { className: 'pictures' },
        ...block.images.map(({ name, png }) => renderPicture(name, png, block.alt, actions)),
      );
    case 'buttons':
      return element(
        'div',
        { className: 'buttons' },
        ...block.buttons.map((button) => renderButton(button, actions)),
      );
    default:
      return block satisfies never;
  }
}

function renderButton(
  { label, id, command }: { label: string; id: string; command: string },
  { press }: BlockActions,
) {
  const button = element('button', { type: 'button', className: 'action', title: command }, label);
  button.addEventListener('click', async () => {
    // Not `disabled`, which would throw the keyboard's focus away.
    if (button.ariaDisabled === 'true') return;
    button.ariaDisabled = 'true';
    await press({ id, command });
    button.ariaDisabled = null;
  });
  return button;
}

function renderPicture(
  name: string,
  png: string,
  alt: string,
  { words, enlarge }: BlockActions,
): HTMLElement {
  const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
  const src = URL.createObjectURL(new Blob([bytes], { type: 'image/png' }));
  const picture = element('img', { src, alt });
  const button = element('button', { type: 'button', className: 'picture', title: words.enlarge }, picture);
  button.addEventListener('click', () => enlarge(picture, name));
  return button;
}

function renderText(spans: readonly SpanView[]): (Node | string)[] {
  return spans.map(({ text, style }) => (style ? element(style, {}, text) : text));
}
