import type { Suggest } from '../command/option.ts';
import { formatLine, formatNumber } from '../locales/format-number.ts';
import { words } from '../locales/words.ts';

/** How far back autocompletion looks; as many as fit are shown. */
const SEARCHED = 200;

/** Autocompletes a learner's own runs, newest first, by any part of what the row shows. */
export const suggestRuns: Suggest = async ({ asker, locale, typed }, { store }) => {
  const w = words[locale].runs;
  const runs = await store.recentRuns(asker, SEARCHED);
  return runs
    .map(({ id, hyperparameters: h, theta, verdict }) => ({
      value: id,
      label: `${id} · ${w.epochs(h.epochs)}, lr ${formatNumber(h.learningRate)} · ${formatLine(theta.w, theta.b)} · ${w.verdict[verdict]}`,
    }))
    .filter(({ label }) => label.toLowerCase().includes(typed.trim().toLowerCase()));
};
