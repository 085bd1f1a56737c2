import type { Chart } from '../../src/charts/chart.ts';
import { sampleBoard, samplePredictions } from './sample-boards.ts';

/** Pictures that between them have every word, sign and shape: by name, so that each can be drawn anywhere. */
export const pictures: Readonly<Record<string, () => Chart>> = {
  'normal-light-en': () => sampleBoard('normal'),
  'normal-dark-zh': () => sampleBoard('normal', { theme: 'dark', locale: 'zh' }),
  'diverging-light-zh': () => sampleBoard('diverging', { locale: 'zh' }),
  'diverging-dark-en': () => sampleBoard('divergingSlowly', { theme: 'dark' }),
  'predictions-light-en': () => samplePredictions([0.1, 0.3, 2]),
  'predictions-dark-zh': () => samplePredictions([0.1, 0.3, 2], { theme: 'dark', locale: 'zh' }),
};
