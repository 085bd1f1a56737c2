import { type Candidate, type Completion, complete, toCandidate } from './completion.ts';
import { createCompletionList } from './completion-list.ts';
import { byId } from './element.ts';
import { createLineHistory } from './line-history.ts';
import type { CommandInfo, SuggestionsRequest, SuggestionView } from './protocol.ts';
import { type PageWords, pageWords } from './words.ts';

const STORED_LINES = 'theta-lines';

export interface ComposerActions {
  send(line: string): void;
  suggest(asks: Omit<SuggestionsRequest, 'locale'>, signal: AbortSignal): Promise<readonly SuggestionView[]>;
}

/** The line at the bottom: typing, completion, and the lines sent before. */
export function createComposer({ send, suggest }: ComposerActions) {
  const form = byId<HTMLFormElement>('composer');
  const input = byId<HTMLInputElement>('line');
  const list = createCompletionList(input, accept);
  // Of this tab alone, and only while it lives.
  const history = createLineHistory(JSON.parse(sessionStorage.getItem(STORED_LINES) ?? '[]'));
  let commands: readonly CommandInfo[] = [];
  let words: PageWords = pageWords.en;
  let completion: Completion | undefined;
  let lookUp = new AbortController();

  async function refresh(): Promise<void> {
    lookUp.abort();
    lookUp = new AbortController();
    const { signal } = lookUp;
    completion = complete(input.value, input.selectionStart ?? input.value.length, commands);
    if (!completion) return list.hide();
    const current = completion;
    const { asks, option } = current;
    if (!asks || !option) return list.show(current, current.candidates, words);
    list.outdate();
    // Without an answer, typing goes on as if there were no suggestions.
    const suggested = await suggest(asks, signal).catch(() => []);
    if (signal.aborted) return;
    const others = suggested.filter(({ value }) => value !== asks.typed.trim());
    const rows = others.map((row) => toCandidate(row, option));
    list.show(current, rows, words);
  }

  function accept(candidate: Candidate): void {
    if (!completion) return;
    input.setRangeText(candidate.insert, completion.from, completion.to, 'end');
    refresh();
  }

  function close(): void {
    lookUp.abort();
    list.hide();
  }

  function replace(line: string): void {
    input.value = line;
    input.setSelectionRange(line.length, line.length);
    close();
  }

  function submit(): void {
    const line = input.value.trim();
    if (line === '') return;
    history.add(line);
    sessionStorage.setItem(STORED_LINES, JSON.stringify(history.all()));
    replace('');
    send(line);
  }

  function browse(key: 'ArrowUp' | 'ArrowDown'): boolean {
    if (list.hasRows()) {
      list.move(key === 'ArrowUp' ? -1 : 1);
      return true;
    }
    const line = key === 'ArrowUp' ? history.older(input.value) : history.newer();
    if (line !== undefined) replace(line);
    return line !== undefined;
  }

  /** @returns whether the key did something here, so that it does nothing else */
  function press(event: KeyboardEvent): boolean {
    const bare = !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!bare) return false;
    switch (event.key) {
      case 'ArrowUp':
      case 'ArrowDown':
        return browse(event.key);
      case 'Tab': {
        const candidate = list.likeliest();
        if (candidate) accept(candidate);
        // Also while rows are outdated: a quick Tab must not leave the line.
        return candidate !== undefined || list.hasRows();
      }
      case 'Enter': {
        const candidate = list.chosen();
        if (candidate) accept(candidate);
        else submit();
        return true;
      }
      case 'Escape':
        if (!list.isOpen()) return false;
        close();
        return true;
      default:
        return false;
    }
  }

  input.addEventListener('input', refresh);
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    // While an input method composes, these keys are its own.
    if (!event.isComposing && press(event)) event.preventDefault();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
    input.focus();
  });

  return {
    focus: () => input.focus(),
    /** Puts a line back that could not be sent, unless another one is being typed. */
    restore(line: string): void {
      if (input.value === '') replace(line);
    },
    speak(spoken: PageWords, declared: readonly CommandInfo[]): void {
      words = spoken;
      commands = declared;
      input.placeholder = words.placeholder;
      input.ariaLabel = words.message;
      byId('send').ariaLabel = words.send;
      byId('completion-list').ariaLabel = words.completions;
    },
  };
}
