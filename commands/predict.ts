import { describePredictions } from '../src/charts/alt-text.ts';
import type { Predictions } from '../src/charts/chart.ts';
import { defineCommand } from '../src/command/define-command.ts';
import { option } from '../src/command/option.ts';
import { formatLine } from '../src/locales/format-number.ts';
import { words } from '../src/locales/words.ts';
import { generateData, TRUTH } from '../src/regression/data.ts';
import { predict } from '../src/regression/least-squares.ts';
import { thinPoints } from '../src/regression/thin-points.ts';
import { joinText } from '../src/reply/text.ts';
import { chooseRun } from '../src/tutor/choose-run.ts';
import { suggestRuns } from '../src/tutor/suggest-runs.ts';

export default defineCommand({
  name: 'predict',
  description: { en: 'Predict y with the line that you trained', zh: '用你训练出的直线预测 y' },
  options: {
    x: option.numbers({
      description: {
        en: 'Where to predict: one x or several, as 0.1, 0.3, 0.9',
        zh: '在哪里预测：一个或几个 x，例如 0.1, 0.3, 0.9',
      },
      required: true,
      min: -1e6,
      max: 1e6,
      most: 20,
    }),
    run: option.text({
      description: {
        en: 'Which run to use; your latest if left out',
        zh: '用哪一次训练；不写就是你最近的一次',
      },
      maxLength: 20,
      oneWord: true,
      suggest: suggestRuns,
    }),
  },
  examples: {
    en: ['predict x:0.3', 'predict x:0.1, 0.3, 0.9'],
    zh: ['predict x:0.3', 'predict x:0.1, 0.3, 0.9'],
  },
  async run({ x, run: id }, context) {
    const { locale, theme } = context;
    const run = await chooseRun(id, { command: 'predict', options: { x: x.join(', ') } }, context);
    const w = words[locale].predict;
    return {
      audience: 'everyone',
      progress: w.progress,
      async finish() {
        const { theta } = run;
        const { train } = generateData(run.hyperparameters);
        const predictions = predict(train, theta, x).map((p, i) => ({ x: x[i]!, ...p }));
        const row = run.verdict === 'converged' ? w.row : w.rowIfRight;
        const outside = x.filter((value) => value < 0 || value > 1);
        const lines = [
          w.headline(formatLine(theta.w, theta.b), run.id),
          ...predictions.map((p) => row({ ...p, truth: TRUTH.w * p.x + TRUTH.b })),
        ];
        if (outside.length > 0) lines.push(w.outside(outside));
        if (run.verdict !== 'converged') lines.push(w.unfinished());
        const chart: Predictions = {
          kind: 'predictions',
          locale,
          theme,
          train: thinPoints(train),
          theta,
          truth: TRUTH,
          predictions,
        };
        return {
          audience: 'everyone',
          blocks: [
            { kind: 'text', text: joinText(lines) },
            { kind: 'chart', chart, alt: describePredictions(chart) },
          ],
          data: { run: run.id, x, y: predictions.map((p) => p.y) },
        };
      },
    };
  },
});
