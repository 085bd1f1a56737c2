import { type Call, formatCall } from '../command/call.ts';
import type { Locale } from '../locales/locale.ts';
import { words } from '../locales/words.ts';
import { BOUNDS, mostEpochs } from '../regression/hyperparameters.ts';
import type { TrainingReport } from '../regression/report.ts';
import type { ChartBlock, Draft } from '../reply/reply.ts';
import { joinText, text } from '../reply/text.ts';
import type { Run } from '../store/store.ts';
import { explainRun } from './explain-run.ts';
import { trainCall } from './train-call.ts';

/** Where the predict button of a run predicts: inside the data, and no special point. */
const SAMPLE_X = 0.3;

/** The answer to a training: verdict and reason first, then numbers, picture, and what to do next. */
export function describeRun(
  run: Run,
  report: TrainingReport,
  picture: ChartBlock,
  locale: Locale,
  prefix: string,
): Draft {
  const { train: w, gap } = words[locale];
  const { hyperparameters: h, theta, loss, id } = run;
  const { diagnosis } = report;
  const overflowed = report.board.divergedAt !== null;
  const explanation = explainRun(id, h, diagnosis, locale);
  const again = w.again(formatCall(trainCall(h), prefix));
  const next = text`${explanation.invitation}${gap}\`${formatCall(explanation.next, prefix)}\``;
  const opening = [text`${explanation.headline}${gap}${explanation.reason}`];
  if (run.continues !== null) opening.unshift(w.goingOn(run.continues, run.addedEpochs, h.epochs));

  return {
    audience: 'everyone',
    blocks: [
      { kind: 'text', text: joinText(opening) },
      {
        kind: 'fields',
        fields: [
          { name: overflowed ? w.fields.lastLine : w.fields.line, value: w.line(theta.w, theta.b) },
          { name: w.fields.leastSquares, value: w.leastSquares(diagnosis.leastSquares) },
          { name: w.fields.loss, value: w.loss(loss, diagnosis.leastSquares.loss) },
          { name: w.fields.run, value: w.run(id, h.seed) },
        ],
      },
      picture,
      { kind: 'text', text: joinText([next, again]) },
      { kind: 'buttons', buttons: runButtons(run, explanation.next, locale, prefix) },
    ],
    data: {
      run: id,
      seed: h.seed,
      epochs: h.epochs,
      lr: h.learningRate,
      batch: h.batch,
      samples: h.samples,
      noise: h.noise,
      theta,
      loss,
      ols: { w: diagnosis.leastSquares.w, b: diagnosis.leastSquares.b },
      verdict: diagnosis.verdict,
    },
  };
}

/** What to try next comes first, unless one of the usual buttons does the same. */
function runButtons(run: Run, next: Call, locale: Locale, prefix: string) {
  const w = words[locale].train.buttons;
  const { hyperparameters: h, addedEpochs } = run;
  const diverged = run.verdict === 'diverged';
  // Multiplying 0.07 by 10 gives 0.7000000000000001; twelve digits are plenty.
  const scaled = (factor: number) => Number((h.learningRate * factor).toPrecision(12));
  const buttons = [];
  if (!diverged && h.epochs + addedEpochs <= mostEpochs(h)) {
    const call = { command: 'continue', options: { run: run.id, epochs: addedEpochs } };
    buttons.push({ label: w.more(addedEpochs), call });
  }
  if (scaled(10) <= BOUNDS.learningRate.max) {
    buttons.push({ label: w.lrUp(scaled(10)), call: trainCall({ ...h, learningRate: scaled(10) }) });
  }
  buttons.push({ label: w.lrDown(scaled(0.1)), call: trainCall({ ...h, learningRate: scaled(0.1) }) });
  if (!diverged) {
    buttons.push({
      label: w.predict(SAMPLE_X),
      call: { command: 'predict', options: { x: SAMPLE_X, run: run.id } },
    });
  }
  const usual = buttons.some(({ call }) => formatCall(call) === formatCall(next));
  return usual ? buttons : [{ label: formatCall(next, prefix), call: next }, ...buttons];
}
