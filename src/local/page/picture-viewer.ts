import { byId, element } from './element.ts';
import type { PageWords } from './words.ts';

/** Shows a picture large in a modal dialog; Escape, the button or a press beside it closes, and focus goes back. */
export function createPictureViewer() {
  const dialog = byId<HTMLDialogElement>('viewer');
  const frame = byId('viewer-frame');
  const save = byId<HTMLAnchorElement>('viewer-save');
  const close = byId<HTMLButtonElement>('viewer-close');
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog || event.target === frame) dialog.close();
  });
  dialog.addEventListener('close', () => frame.replaceChildren());

  return {
    open(picture: HTMLImageElement, name: string): void {
      frame.replaceChildren(element('img', { src: picture.src, alt: picture.alt }));
      save.href = picture.src;
      save.download = name;
      dialog.showModal();
    },
    speak(words: PageWords): void {
      dialog.setAttribute('aria-label', words.picture);
      save.textContent = words.save;
      close.textContent = words.close;
    },
  };
}
