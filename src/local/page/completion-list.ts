import type { Candidate, Completion } from './completion.ts';
import { byId, element } from './element.ts';
import type { PageWords } from './words.ts';

/** The list above the composer: a listbox that the input drives, since the input keeps the focus. */
export function createCompletionList(input: HTMLInputElement, accept: (candidate: Candidate) => void) {
  const popup = byId('completions');
  const list = byId('completion-list');
  const hint = byId('completion-hint');
  const status = byId('completion-status');
  let candidates: readonly Candidate[] = [];
  let active = -1;
  // A press must not take the focus out of the input.
  popup.addEventListener('pointerdown', (event) => event.preventDefault());

  function activate(index: number): void {
    active = index;
    for (const [i, row] of [...list.children].entries()) row.ariaSelected = String(i === index);
    const row = list.children[index];
    if (row) input.setAttribute('aria-activedescendant', row.id);
    else input.removeAttribute('aria-activedescendant');
    row?.scrollIntoView({ block: 'nearest' });
  }

  function renderRow(candidate: Candidate, index: number): HTMLElement {
    const { label, detail, takes } = candidate;
    const row = element(
      'div',
      { id: `completion-${index}`, role: 'option', ariaSelected: 'false' },
      element('span', { className: 'label' }, label),
      ...[detail, takes]
        .filter(Boolean)
        .map((words, i) => element('span', { className: i ? 'takes' : 'detail' }, words)),
    );
    row.addEventListener('click', () => accept(candidate));
    return row;
  }

  return {
    /** Enter takes this one; undefined where nothing is chosen. */
    chosen: (): Candidate | undefined => candidates[active],
    /** Tab takes this one. */
    likeliest: (): Candidate | undefined => candidates[active] ?? candidates[0],
    isOpen: (): boolean => !popup.hidden,
    show({ option, eager }: Completion, rows: readonly Candidate[], words: PageWords): void {
      candidates = rows;
      list.replaceChildren(...rows.map(renderRow));
      list.hidden = rows.length === 0;
      hint.replaceChildren(
        ...(option ? [element('code', {}, option.name), ` ${option.description} · ${option.takes}`] : []),
      );
      hint.hidden = !option;
      popup.hidden = rows.length === 0 && !option;
      input.ariaExpanded = String(rows.length > 0);
      status.textContent = rows.length > 0 ? words.suggestionCount(rows.length) : '';
      activate(eager && rows.length > 0 ? 0 : -1);
    },
    /** Nothing can be taken while the rows on show are for an older line. */
    outdate(): void {
      candidates = [];
      activate(-1);
    },
    hide(): void {
      candidates = [];
      popup.hidden = true;
      // Hidden or not, it describes the input.
      hint.replaceChildren();
      input.ariaExpanded = 'false';
      status.textContent = '';
      activate(-1);
    },
    /** Whether there are rows on show, be they outdated for the moment. */
    hasRows: (): boolean => !popup.hidden && list.childElementCount > 0,
    move(by: 1 | -1): void {
      if (candidates.length === 0) return;
      const from = active === -1 && by === -1 ? 0 : active;
      activate((from + by + candidates.length) % candidates.length);
    },
  };
}
