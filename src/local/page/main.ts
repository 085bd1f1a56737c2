import { fetchDeclarations, fetchSuggestions, RefusedError, sendMessage } from './api.ts';
import { createChatLog } from './chat-log.ts';
import { createComposer } from './composer.ts';
import { byId, element } from './element.ts';
import { createPictureViewer } from './picture-viewer.ts';
import type { CommandInfo, MessageRequest, PageLocale } from './protocol.ts';
import { languageTags, markAsNote, renderMessage } from './render-message.ts';
import { createTranscript } from './transcript.ts';
import { pageWords } from './words.ts';

const STORED_LOCALE = 'theta-locale';
const dark = matchMedia('(prefers-color-scheme: dark)');

let locale: PageLocale = 'en';
const viewer = createPictureViewer();
const actions = () => ({
  words: pageWords[locale],
  enlarge: viewer.open,
  press: ({ id, command }: { id: string; command: string }) => run({ button: id }, command),
});
const log = createChatLog(actions);
const composer = createComposer({
  send: (line) => run({ text: line }, line),
  suggest: (asks, signal) => fetchSuggestions({ ...asks, locale }, signal),
});
const transcript = createTranscript();
let greeting: HTMLElement | undefined;

/** Asks Theta, and shows both sides. `line` is what the learner typed, or what their button stands for. */
async function run(input: MessageRequest['input'], line: string): Promise<void> {
  const said = { at: Date.now(), locale };
  const pending = log.ask(line, said);
  try {
    const theme = dark.matches ? 'dark' : 'light';
    const reply = await sendMessage({ input, theme, locale }, pending.progress);
    await pending.reply(reply);
    transcript.add({ line, ...said, reply });
  } catch (error) {
    const words = pageWords[locale];
    pending.fail(error instanceof RefusedError ? words.refusals[error.refusal] : words.offline);
    composer.restore(line);
  }
}

async function start(chosen: PageLocale | undefined): Promise<void> {
  try {
    const declarations = await fetchDeclarations(chosen);
    locale = declarations.locale;
    speak(declarations.commands);
  } catch (error) {
    const words = pageWords[locale];
    const why = error instanceof RefusedError ? words.refusals[error.refusal] : words.offlineAtStart;
    const retry = element('button', { type: 'button', className: 'action' }, words.retry);
    const note = renderThetaSaying(
      element('p', { className: 'words' }, why),
      element('div', { className: 'buttons' }, retry),
    );
    markAsNote(note, { mistake: true });
    log.add(note);
    retry.addEventListener('click', () => {
      note.remove();
      start(chosen);
    });
  }
}

/** Puts the page into the chosen language. What was said before stays as it was said. */
function speak(commands: readonly CommandInfo[]): void {
  const words = pageWords[locale];
  document.documentElement.lang = languageTags[locale];
  document.title = `Theta · ${words.tagline}`;
  byId('tagline').textContent = words.tagline;
  byId('log').ariaLabel = words.conversation;
  byId('keys').replaceChildren(
    ...words.keys.map(([key, does]) => element('span', {}, element('kbd', {}, key!), ` ${does}`)),
  );
  const toggle = byId('language');
  toggle.textContent = words.otherLanguage;
  toggle.lang = languageTags[locale === 'zh' ? 'en' : 'zh'];
  viewer.speak(words);
  composer.speak(words, commands);
  greet(commands);
}

function greet(commands: readonly CommandInfo[]): void {
  const words = pageWords[locale];
  // The command with the most options is the one to play with; those that want a run first come later.
  const [playful] = [...commands].sort((a, b) => b.options.length - a.options.length);
  const simple = commands.filter(({ options }) => options.length <= 1);
  const lines = [...(playful?.examples.slice(0, 3) ?? []), ...simple.map(({ examples }) => examples[0]!)];
  const chips = lines.map((line) => {
    const chip = element('button', { type: 'button', className: 'chip' }, line);
    chip.addEventListener('click', () => run({ text: line }, line));
    return chip;
  });
  const said = renderThetaSaying(
    element('p', { className: 'words' }, element('strong', {}, words.greeting), words.introduction),
    element('div', { className: 'buttons' }, ...chips),
  );
  if (greeting) greeting.replaceWith(said);
  else log.add(said);
  greeting = said;
}

function renderThetaSaying(...content: HTMLElement[]): HTMLElement {
  return renderMessage({ kind: 'theta', name: 'Theta', said: { at: Date.now(), locale } }, ...content);
}

byId('language').addEventListener('click', () => {
  const other = locale === 'en' ? 'zh' : 'en';
  localStorage.setItem(STORED_LOCALE, other);
  start(other);
});

const stored = localStorage.getItem(STORED_LOCALE);
await start(stored === 'en' || stored === 'zh' ? stored : undefined);
await log.restore(transcript.exchanges);
composer.focus();
