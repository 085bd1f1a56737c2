import type { Mistake, Range } from '../command/learner-error.ts';
import { plain, type Text, text } from '../reply/text.ts';
import { formatCount, formatLine, formatNumber } from './format-number.ts';

type Wrong<C extends Mistake['code']> = Extract<Mistake, { code: C }>;

const list = (names: readonly string[]): Text =>
  names.flatMap((name, i) => (i === 0 ? text`\`${name}\`` : [{ text: ', ' }, ...text`\`${name}\``]));

const range = (r: Range): Text => {
  const kind = r.whole ? 'a whole number' : 'a number';
  const bounds = r.aboveMin
    ? `above ${formatNumber(r.min)} and up to ${formatNumber(r.max)}`
    : `from ${formatNumber(r.min)} to ${formatNumber(r.max)}`;
  return r.word === undefined ? text`${kind} ${bounds}` : text`${kind} ${bounds}, or \`${r.word}\``;
};

/** All words that more than one command needs, in English. */
export const en = {
  /** Between two sentences. */
  gap: ' ',
  /** A learner's mistakes: what is wrong, and what would be right. */
  mistakes: {
    'unknown-command': (m: Wrong<'unknown-command'>) =>
      m.nearest === undefined
        ? text`I don’t know the command “${m.name}”. \`${m.help}\` lists what I can do.`
        : text`I don’t know the command “${m.name}”. Did you mean \`${m.nearest}\`?`,
    'unknown-option': (m: Wrong<'unknown-option'>) =>
      m.nearest === undefined
        ? text`There is no option “${m.name}” here. You can set ${list(m.known)}.`
        : text`There is no option “${m.name}”. Did you mean \`${m.nearest}\`?`,
    'surplus-word': (m: Wrong<'surplus-word'>) =>
      m.known.length === 0
        ? text`I don’t know what to do with “${m.word}”: this command takes no options.`
        : text`I don’t know what to do with “${m.word}”. Give each option its name, like \`name:value\`; you can set ${list(m.known)}.`,
    'option-twice': (m: Wrong<'option-twice'>) => text`\`${m.name}\` is there twice. Give it once.`,
    'option-missing': (m: Wrong<'option-missing'>) => text`\`${m.name}\` is missing: this command needs it.`,
    'value-empty': (m: Wrong<'value-empty'>) =>
      text`\`${m.name}\` has no value. Write it as \`${m.name}:value\`.`,
    'not-a-number': (m: Wrong<'not-a-number'>) =>
      text`\`${m.name}\` takes ${range(m)}, and “${m.value}” isn’t one.`,
    'out-of-range': (m: Wrong<'out-of-range'>) =>
      text`\`${m.name}\` takes ${range(m)}; “${m.value}” is outside.`,
    'too-many-numbers': (m: Wrong<'too-many-numbers'>) =>
      text`\`${m.name}\` takes up to ${m.most} numbers at once; these are ${m.count}.`,
    'too-long': (m: Wrong<'too-long'>) =>
      text`That is ${formatCount(m.length)} characters long; \`${m.name}\` takes up to ${formatCount(m.most)}. Could you put it more briefly?`,
    'batch-over-samples': (m: Wrong<'batch-over-samples'>) =>
      text`A batch of ${m.batch} needs at least ${m.batch} points, and there are ${m.samples}. Lower \`batch\`, raise \`samples\`, or use \`batch:full\` for all the points in every step.`,
    'too-much-work': (m: Wrong<'too-much-work'>) =>
      text`That is more work than one run may be. With these options I can do up to ${formatCount(m.epochs)} epochs, not ${formatCount(m.asked)}. Lower \`epochs\` or \`samples\`, or raise \`batch\`.`,
    'too-many-epochs': (m: Wrong<'too-many-epochs'>) =>
      m.left > 0
        ? text`That run has ${formatCount(m.trained)} epochs, and I can add up to ${formatCount(m.left)} more.`
        : text`That run has ${formatCount(m.trained)} epochs, the most that I train. A larger learning rate gets farther in as many.`,
    'nothing-trained': () => text`You haven’t trained a model here yet. Train one first:`,
    'unknown-run': (m: Wrong<'unknown-run'>) =>
      text`There is no run “${m.id}” here. Leave \`run\` out to use your latest one.`,
    'run-diverged': (m: Wrong<'run-diverged'>) =>
      text`Run \`${m.id}\` diverged: its θ flew off, so there is nothing to build on. Train again with a smaller learning rate:`,
    'button-gone': () => text`I no longer know what this button did. Please type the command instead.`,
    'too-fast': (m: Wrong<'too-fast'>) =>
      text`You are faster than I am! Look at your last answers first; I can go on in ${m.seconds} s.`,
    'learner-busy': (m: Wrong<'learner-busy'>) =>
      text`I am still working on ${m.waiting} commands of yours. Wait for one of them, then send this one again.`,
    'space-busy': (m: Wrong<'space-busy'>) =>
      text`${formatCount(m.waiting)} commands are waiting here already, and I can take no more. Please try again in a minute.`,
  } satisfies { [C in Mistake['code']]: (mistake: Wrong<C>) => Text },

  fault: (reference: string) =>
    text`Something went wrong on my side, not yours. Please try again in a moment. If it stays, tell your teacher this reference: \`${reference}\`.`,
  storeUnavailable: () =>
    text`I can’t reach my records right now, so I can’t train or look anything up. It is nothing that you did; please try again in a minute.`,
  /** While others are answered first. */
  place: (before: number) => `You are in the queue: ${formatCount(before)} before you …`,
  pictureFailed: (alt: string) => text`(The picture could not be drawn this time. What it shows: ${alt})`,

  train: {
    progress: (epochs: number, lr: number) =>
      `Training: ${formatCount(epochs)} epochs at learning rate ${formatNumber(lr)} …`,
    fields: {
      line: 'Learned line',
      lastLine: 'Last line before overflow',
      loss: 'Mean squared error',
      leastSquares: 'Exact answer (least squares)',
      run: 'Run',
    },
    line: (w: number, b: number) =>
      text`**${formatLine(w, b)}**\nθ = (w, b) = (${formatNumber(w)}, ${formatNumber(b)})`,
    loss: (loss: { train: number; validation: number; test: number }, lowest: number) =>
      text`training ${formatNumber(loss.train)} (lowest possible ${formatNumber(lowest)})\nvalidation ${formatNumber(loss.validation)}\ntest ${formatNumber(loss.test)}`,
    leastSquares: (o: { w: number; b: number; wError: number; bError: number }) =>
      text`${formatLine(o.w, o.b)}\nw ± ${formatNumber(o.wError, 2)}, b ± ${formatNumber(o.bError, 2)}`,
    run: (id: string, seed: number) => text`\`${id}\`, seed ${String(seed)}`,
    again: (call: string) => text`The same run again, point for point: \`${call}\``,
    goingOn: (id: string, added: number, total: number) =>
      text`Went on from run \`${id}\`: ${formatCount(added)} more epochs, ${formatCount(total)} in all.`,
    buttons: {
      more: (epochs: number) => `Train on: +${formatCount(epochs)} ${epochs === 1 ? 'epoch' : 'epochs'}`,
      lrUp: (lr: number) => `lr × 10 = ${formatNumber(lr)}`,
      lrDown: (lr: number) => `lr ÷ 10 = ${formatNumber(lr)}`,
      predict: (x: number) => `Predict at x = ${x}`,
    },
  },

  verdict: {
    converged: {
      headline: () => text`✅ **Converged.**`,
      exact: () =>
        text`Your data has no noise, and θ is the line that it came from, as exactly as 32-bit numbers can say.`,
      reason: (d: { distance: number }) =>
        text`θ is ${d.distance < 0.1 ? 'practically at' : `${formatNumber(d.distance, 2)} standard errors from`} the exact answer. The noise in your data blurs that answer by one or two standard errors anyway, so more training would not make the line better.`,
      next: () => text`Would half the epochs do? Guess first, then look:`,
    },
    learning: {
      headline: () => text`📈 **Still learning.**`,
      reason: (d: { moreEpochs: number; flat: number; steep: number }) =>
        text`The loss still goes down, and θ has not reached the exact answer. The loss surface is a valley, about ${formatNumber(d.steep / d.flat, 2)} times flatter along its floor than across it, so the last stretch is slow. About ${formatCount(d.moreEpochs)} more epochs should do.`,
      next: () => text`Train on from here:`,
      nextFaster: () => text`A larger learning rate gets there much sooner:`,
    },
    crawling: {
      headline: () => text`🐢 **Crawling.**`,
      reason: (d: { learningRate: number; limit: number; moreEpochs: number }) =>
        text`At a learning rate of ${formatNumber(d.learningRate)} each step is so small that θ would need about ${formatNumber(d.moreEpochs, 2)} more epochs. Your data would bear steps up to a learning rate of ${formatNumber(d.limit, 3)}.`,
      next: () => text`Take larger steps:`,
    },
    oscillating: {
      headline: () => text`〰️ **Oscillating.**`,
      overshoot: (d: { learningRate: number; curvature: number; limit: number }) =>
        text`Each step jumps over the minimum and lands on the other side, a little closer each time: learning rate × curvature λ = ${formatNumber(d.learningRate, 3)} × ${formatNumber(d.curvature, 3)} = ${formatNumber(d.learningRate * d.curvature, 3)}. Above 1 a step overshoots; above 2, from a learning rate of ${formatNumber(d.limit, 3)} on, θ would fly off.`,
      batches: (d: { learningRate: number; batch: number }) =>
        text`θ does not come to rest: each batch of ${d.batch === 1 ? 'a single point' : `${d.batch} points`} has a minimum of its own, and with a learning rate of ${formatNumber(d.learningRate)} every step runs after the latest batch. Smaller steps or larger batches average that out.`,
      next: () => text`Calmer steps:`,
    },
    diverged: {
      headline: (d: { epoch: number }) => text`💥 **Diverged from epoch ${formatCount(d.epoch)} on.**`,
      reason: (d: { learningRate: number; limit: number; working: number }) =>
        text`Each step overshot the minimum and landed farther away than it started, so the loss grew and grew. Your data bears a learning rate of up to 2/λ = ${formatNumber(d.limit, 3)}; you gave ${formatNumber(d.learningRate)}.${d.working < 0.95 * d.limit ? ` With batches as small as yours the largest that works is about ${formatNumber(d.working, 2)}.` : ''}`,
      reasonBatches: (d: { learningRate: number; limit: number; working: number; batch: number }) =>
        text`With all points in each step a learning rate of ${formatNumber(d.learningRate)} would be stable (the limit is 2/λ = ${formatNumber(d.limit, 3)}), but a batch of only ${d.batch === 1 ? 'one point' : `${d.batch} points`} can be much steeper than the whole. With your batches the largest that works is about ${formatNumber(d.working, 2)}.`,
      next: () => text`Smaller steps:`,
    },
  },

  predict: {
    progress: 'Predicting …',
    headline: (line: string, id: string) => text`With the line **${line}** (run \`${id}\`):`,
    row: (p: { x: number; y: number; low: number; high: number; truth: number }) =>
      text`• x = ${formatNumber(p.x)}: **ŷ = ${formatNumber(p.y)}**, 95 % of new points between ${formatNumber(p.low)} and ${formatNumber(p.high)}; the true line has ${formatNumber(p.truth)}`,
    rowIfRight: (p: { x: number; y: number; low: number; high: number; truth: number }) =>
      text`• x = ${formatNumber(p.x)}: **ŷ = ${formatNumber(p.y)}**, 95 % interval ${formatNumber(p.low)} to ${formatNumber(p.high)} if this line were right; the true line has ${formatNumber(p.truth)}`,
    outside: (xs: readonly number[]) =>
      text`⚠️ x = ${xs.map((x) => formatNumber(x)).join(', ')}: outside [0, 1], where the training data lies. The line goes on there, but nothing that was seen supports it.`,
    unfinished: () =>
      text`⚠️ This run has not converged. The intervals tell how far points lie from a line, not how far this line still is from the right one.`,
  },

  runs: {
    epochs: (epochs: number) => `${formatCount(epochs)} epochs`,
    verdict: {
      converged: 'converged',
      learning: 'still learning',
      crawling: 'crawling',
      oscillating: 'oscillating',
      diverged: 'diverged',
    },
  },

  help: {
    intro: text`**Theta teaches gradient descent.** Train a line by typing a command, look at the picture, change one thing, guess, train again.`,
    more: (call: string) => text`\`${call}\` shows a command’s options and examples.`,
    optionsTitle: text`**Options**`,
    examplesTitle: text`**Examples**`,
    noOptions: text`It takes no options.`,
    range: (r: Range) => plain(range(r)),
    fallback: (value: number) => `, ${formatCount(value)} if you leave it out`,
    required: ', required',
    inBrackets: (words: string) => ` (${words})`,
    numbers: (most: number, r: Range) => `up to ${most} numbers, each ${plain(range(r))}`,
    words: (most: number) => `up to ${formatCount(most)} characters`,
  },
};

export type Words = typeof en;
