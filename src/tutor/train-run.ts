import { describeBoard } from '../charts/alt-text.ts';
import type { Board } from '../charts/chart.ts';
import type { Context, Slow } from '../command/define-command.ts';
import { WORTH_TELLING } from '../command/jobs.ts';
import type { Locale } from '../locales/locale.ts';
import { words } from '../locales/words.ts';
import type { Hyperparameters } from '../regression/training.ts';
import type { Work } from '../work/work.ts';
import { describeRun } from './describe-run.ts';

/** Trains, keeps the run, then describes it: a run is stored before it is shown. */
export function trainRun(
  h: Hyperparameters,
  origin: { readonly continues: string | null; readonly addedEpochs: number },
  { id, asker, locale, theme, services }: Context,
): Slow {
  return {
    audience: 'everyone',
    progress: withPlace(words[locale].train.progress(h.epochs, h.learningRate), locale, services.work),
    async finish() {
      const report = await services.work.train(h);
      const { theta, loss, diagnosis } = report;
      const run = await services.store.addRun(id, {
        asker,
        hyperparameters: h,
        ...origin,
        theta,
        loss,
        verdict: diagnosis.verdict,
      });
      const chart: Board = { kind: 'board', locale, theme, ...report.board };
      return describeRun(
        run,
        report,
        { kind: 'chart', chart, alt: describeBoard(chart) },
        locale,
        services.prefix,
      );
    },
  };
}

/** In a rush a learner sees how many are before them. */
function withPlace(progress: string, locale: Locale, { waiting }: Work): string {
  return waiting < WORTH_TELLING
    ? progress
    : `${progress}${words[locale].gap}${words[locale].place(waiting)}`;
}
