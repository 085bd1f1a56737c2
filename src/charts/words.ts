import { formatCount, formatNumber } from '../locales/format-number.ts';
import type { Localized } from '../locales/locale.ts';

interface ChartWords {
  readonly board: {
    readonly title: string;
    readonly epochs: (epochs: number) => string;
    readonly diverged: (epoch: number | null, asked: number) => string;
    readonly learningRate: (rate: number) => string;
    readonly trainLoss: (loss: number) => string;
    readonly validationLoss: (loss: number) => string;
  };
  readonly train: string;
  readonly validation: string;
  readonly data: { readonly title: string; readonly lineLeft: string };
  readonly loss: {
    readonly title: string;
    readonly epoch: string;
    readonly unbounded: string;
    readonly overflow: (epoch: number) => string;
  };
  readonly path: {
    readonly title: string;
    readonly start: string;
    readonly minimum: (loss: number) => string;
    readonly epoch: (epoch: number) => string;
    readonly leaves: (epoch: number) => string;
    /** What the colours of the loss mean, in both themes. */
    readonly shades: string;
  };
  readonly predictions: {
    readonly title: string;
    readonly train: string;
    readonly learned: string;
    readonly truth: string;
    readonly prediction: string;
  };
}

/** The words on pictures: short, since panels are narrow. */
export const chartWords: Localized<ChartWords> = {
  en: {
    board: {
      title: 'A line, trained by gradient descent',
      epochs: (epochs) => (epochs === 1 ? '1 epoch' : `${formatCount(epochs)} epochs`),
      diverged: (epoch, asked) =>
        epoch === null
          ? `diverging after ${formatCount(asked)} ${asked === 1 ? 'epoch' : 'epochs'}`
          : `diverged: the loss is infinite from epoch ${formatCount(epoch)} on`,
      learningRate: (rate) => `learning rate ${formatNumber(rate)}`,
      trainLoss: (loss) => `training loss ${formatNumber(loss, 3)}`,
      validationLoss: (loss) => `validation loss ${formatNumber(loss, 3)}`,
    },
    train: 'training',
    validation: 'validation',
    data: { title: 'Data and learned line', lineLeft: 'the line has left the picture' },
    loss: {
      title: 'Loss (MSE), log scale',
      epoch: 'epoch',
      unbounded: 'grows without bound',
      overflow: (epoch) => `infinite from epoch ${formatCount(epoch)}`,
    },
    path: {
      title: 'Path of θ = (w, b) over the loss',
      start: 'start',
      minimum: (loss) => `minimum ${formatNumber(loss, 3)}`,
      epoch: (epoch) => `epoch ${formatCount(epoch)}`,
      leaves: (epoch) => `leaves at epoch ${formatCount(epoch)}`,
      shades: 'brighter: less loss',
    },
    predictions: {
      title: 'Predictions of the learned line',
      train: 'training data',
      learned: 'learned line',
      truth: 'true line',
      prediction: 'prediction, 95 %',
    },
  },
  zh: {
    board: {
      title: '用梯度下降训练一条直线',
      epochs: (epochs) => `共 ${formatCount(epochs)} 轮`,
      diverged: (epoch, asked) =>
        epoch === null
          ? `${formatCount(asked)} 轮后仍在发散`
          : `发散：从第 ${formatCount(epoch)} 轮起损失为无穷大`,
      learningRate: (rate) => `学习率 ${formatNumber(rate)}`,
      trainLoss: (loss) => `训练集损失 ${formatNumber(loss, 3)}`,
      validationLoss: (loss) => `验证集损失 ${formatNumber(loss, 3)}`,
    },
    train: '训练集',
    validation: '验证集',
    data: { title: '数据与学到的直线', lineLeft: '直线已经跑出图外' },
    loss: {
      title: '损失（均方误差，对数刻度）',
      epoch: '轮次',
      unbounded: '越来越大，没有止境',
      overflow: (epoch) => `第 ${formatCount(epoch)} 轮起为无穷大`,
    },
    path: {
      title: '参数 θ = (w, b) 的轨迹',
      start: '起点',
      minimum: (loss) => `最小值 ${formatNumber(loss, 3)}`,
      epoch: (epoch) => `第 ${formatCount(epoch)} 轮`,
      leaves: (epoch) => `第 ${formatCount(epoch)} 轮跑出图外`,
      shades: '越亮，损失越小',
    },
    predictions: {
      title: '用学到的直线预测',
      train: '训练数据',
      learned: '学到的直线',
      truth: '真实直线',
      prediction: '预测值与 95 % 区间',
    },
  },
};
