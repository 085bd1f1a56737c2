import { element } from './element.ts';
import type { PageLocale } from './protocol.ts';

/** When and in which language something was said. */
export interface Said {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly locale: PageLocale;
}
export interface Speaker {
  readonly kind: 'theta' | 'learner';
  readonly name: string;
  readonly said: Said;
}

export const languageTags = { en: 'en', zh: 'zh-Hans' } as const satisfies Record<PageLocale, string>;

/** One message: avatar, who and when, and its content. */
export function renderMessage({ kind, name, said }: Speaker, ...content: (Node | string)[]): HTMLElement {
  const lang = languageTags[said.locale];
  const date = new Date(said.at);
  const time = date.toLocaleTimeString(lang, { hour: 'numeric', minute: '2-digit' });
  const initial = kind === 'theta' ? 'θ' : name.slice(0, 1);
  return element(
    'article',
    { className: `message ${kind}`, ariaLabel: `${name}, ${time}`, lang },
    element('span', { className: 'avatar', ariaHidden: 'true' }, initial),
    element(
      'header',
      {},
      element('strong', {}, name),
      element('time', { dateTime: date.toISOString() }, time),
    ),
    element('div', { className: 'content' }, ...content),
  );
}

/** What a learner typed, as they typed it. */
export function renderLine(line: string): HTMLElement {
  return element('p', { className: 'line' }, line);
}

/** Three dots that move, and words beside them as the last child. */
export function renderProgress(words: string): HTMLElement {
  const dots = [1, 2, 3].map(() => element('i'));
  return element(
    'p',
    { className: 'progress' },
    element('span', { className: 'dots', ariaHidden: 'true' }, ...dots),
    element('span', {}, words),
  );
}

/** As chats mark what only its reader sees. */
export function markAsNote(
  message: HTMLElement,
  { mistake, label }: { mistake: boolean; label?: string },
): void {
  message.classList.add('note');
  message.classList.toggle('mistake', mistake);
  if (label) message.querySelector('header')!.append(element('span', { className: 'tag' }, label));
}
