import { formatCount, formatLine, formatNumber } from '../locales/format-number.ts';
import type { Localized } from '../locales/locale.ts';
import type { Board, Predictions } from './chart.ts';

/** Discord takes 1,024 characters. */
const LONGEST = 1000;

/** What a board shows, in words for those who can't see it: at most 1,000 characters, whole sentences. */
export function describeBoard(board: Board): string {
  return join(
    board.diverged ? describeDivergence[board.locale](board) : describeDescent[board.locale](board),
  );
}

/** What a picture of predictions shows; of many, the first and how many more there are. */
export function describePredictions(chart: Predictions): string {
  const { opening, prediction, more } = predictionWords[chart.locale];
  const sentences = chart.predictions.map(prediction);
  // The longest list that fits together with the sentence on what it leaves out.
  for (let kept = sentences.length; ; kept--) {
    const left = sentences.length - kept;
    const text = join([opening(chart), ...sentences.slice(0, kept), ...(left > 0 ? [more(left)] : [])]);
    if (text.length <= LONGEST || kept === 0) return text;
  }
}

type Sentences<Chart> = (chart: Chart) => string[];

const describeDescent: Localized<Sentences<Board>> = {
  en: (board) => {
    const { theta, minimum, epochs, learningRate } = board;
    const { first, last } = ends(board);
    return [
      `Gradient descent over ${formatCount(epochs)} ${epochs === 1 ? 'epoch' : 'epochs'} with learning rate ${formatNumber(learningRate)}, in three panels. `,
      `Left, training and validation data with the learned line ${formatLine(theta.w, theta.b)}. `,
      `Middle, the mean squared error per epoch on a log scale: training from ${short(first.train)} to ${short(last.train)}, validation from ${short(first.validation)} to ${short(last.validation)}. `,
      `Right, the path of θ = (w, b) over the loss, from ${pair(board.path[0]!)} to ${pair(theta)}; the least-squares minimum, with loss ${short(minimum.loss)}, is at ${pair(minimum)}.`,
    ];
  },
  zh: (board) => {
    const { theta, minimum, epochs, learningRate } = board;
    const { first, last } = ends(board);
    return [
      `梯度下降训练 ${formatCount(epochs)} 轮，学习率 ${formatNumber(learningRate)}，共三幅图。`,
      `左图：训练集、验证集和学到的直线 ${formatLine(theta.w, theta.b)}。`,
      `中图：每轮的均方误差，纵轴为对数刻度；训练集从 ${short(first.train)} 变为 ${short(last.train)}，验证集从 ${short(first.validation)} 变为 ${short(last.validation)}。`,
      `右图：参数 θ = (w, b) 在损失等高线上的轨迹，从 ${pair(board.path[0]!)} 走到 ${pair(theta)}；最小二乘解在 ${pair(minimum)}，损失为 ${short(minimum.loss)}。`,
    ];
  },
};

const describeDivergence: Localized<Sentences<Board>> = {
  en: (board) => {
    const { first, last } = ends(board);
    const { divergedAt, minimum, learningRate } = board;
    return [
      `Gradient descent with learning rate ${formatNumber(learningRate)} that diverges, in three panels. `,
      'Left, the data and the first few lines, each farther off than the one before. ',
      `Middle, the training loss on a log scale, growing from ${short(first.train)} to ${short(last.train)} by epoch ${formatCount(last.epoch)}`,
      divergedAt === null ? '. ' : `; from epoch ${formatCount(divergedAt)} on it is infinite. `,
      `Right, the path of θ = (w, b): it starts at ${pair(board.path[0]!)} and leaves the picture instead of reaching the minimum at ${pair(minimum)}.`,
    ];
  },
  zh: (board) => {
    const { first, last } = ends(board);
    const { divergedAt, minimum, learningRate } = board;
    return [
      `学习率为 ${formatNumber(learningRate)} 的梯度下降发散了，共三幅图。`,
      '左图：数据和最初几轮的直线，一条比一条离得远。',
      `中图：训练集损失，纵轴为对数刻度，从 ${short(first.train)} 一路涨到第 ${formatCount(last.epoch)} 轮的 ${short(last.train)}`,
      divergedAt === null ? '。' : `，从第 ${formatCount(divergedAt)} 轮起为无穷大。`,
      `右图：参数 θ = (w, b) 从 ${pair(board.path[0]!)} 出发，没有走到 ${pair(minimum)} 处的最小值，而是跑出了图外。`,
    ];
  },
};

interface PredictionWords {
  readonly opening: (chart: Predictions) => string;
  readonly prediction: (prediction: Predictions['predictions'][number]) => string;
  readonly more: (count: number) => string;
}

const predictionWords: Localized<PredictionWords> = {
  en: {
    opening: ({ theta, truth }) =>
      `The learned line ${formatLine(theta.w, theta.b)} over its training data, beside the true line ${formatLine(truth.w, truth.b)}. `,
    prediction: ({ x, y, low, high }) =>
      `At x = ${formatNumber(x)} it predicts ${formatNumber(y)}, with a 95 % interval from ${formatNumber(low)} to ${formatNumber(high)}. `,
    more: (count) => `And ${count} more ${count === 1 ? 'prediction' : 'predictions'}.`,
  },
  zh: {
    opening: ({ theta, truth }) =>
      `学到的直线 ${formatLine(theta.w, theta.b)}、训练数据，以及真实直线 ${formatLine(truth.w, truth.b)}。`,
    prediction: ({ x, y, low, high }) =>
      `x = ${formatNumber(x)} 处的预测值是 ${formatNumber(y)}，95 % 区间为 ${formatNumber(low)} 到 ${formatNumber(high)}。`,
    more: (count) => `另有 ${count} 个预测。`,
  },
};

function ends({ losses }: Board) {
  return { first: losses[0]!, last: losses.at(-1)! };
}

function short(value: number): string {
  return formatNumber(value, 3);
}

function pair({ w, b }: { readonly w: number; readonly b: number }): string {
  return `(${short(w)}, ${short(b)})`;
}

function join(sentences: readonly string[]): string {
  return sentences.join('').trim();
}
