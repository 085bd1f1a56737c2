import type { Board, Moments } from '../charts/chart.ts';
import { generateData } from './data.ts';
import { diagnose } from './diagnose.ts';
import type { Diagnosis } from './diagnosis.ts';
import { thinPoints } from './thin-points.ts';
import { thinLosses, thinPath } from './thin-run.ts';
import { train } from './train.ts';
import type { DataSet, Hyperparameters, Theta } from './training.ts';

/** What a run amounts to: small, whatever the number of epochs. */
export interface TrainingReport {
  /** For a diverged run the last finite θ and losses. */
  readonly theta: Theta;
  readonly loss: { readonly train: number; readonly validation: number; readonly test: number };
  readonly diagnosis: Diagnosis;
  /** Ready to draw but for language and theme. */
  readonly board: Omit<Board, 'kind' | 'locale' | 'theme'>;
}

/** Trains and diagnoses; the backend must have been started. */
export function reportTraining(h: Hyperparameters): TrainingReport {
  const data = generateData(h);
  const training = train(h, data);
  const diagnosis = diagnose(h, data, training);
  const { w, b, trainLoss, validationLoss, testLoss, divergedAt } = training;
  const last = w.length - 1;
  const theta = { w: w[last]!, b: b[last]! };
  const { leastSquares } = diagnosis;
  return {
    theta,
    loss: { train: trainLoss[last]!, validation: validationLoss[last]!, test: testLoss },
    diagnosis,
    board: {
      learningRate: h.learningRate,
      epochs: h.epochs,
      train: thinPoints(data.train),
      validation: thinPoints(data.validation),
      theta,
      losses: thinLosses(training).map((epoch) => ({
        epoch,
        train: trainLoss[epoch]!,
        validation: validationLoss[epoch]!,
      })),
      path: thinPath(training).map((epoch) => ({ epoch, w: w[epoch]!, b: b[epoch]! })),
      surface: momentsOf(data.train),
      minimum: { w: leastSquares.w, b: leastSquares.b, loss: leastSquares.loss },
      divergedAt,
      diverged: diagnosis.verdict === 'diverged',
    },
  };
}

function momentsOf({ x, y }: DataSet): Moments {
  const mean = (term: (x: number, y: number) => number) =>
    x.reduce((sum, value, i) => sum + term(value, y[i]!), 0) / x.length;
  return {
    x: mean((x) => x),
    y: mean((_, y) => y),
    xx: mean((x) => x * x),
    xy: mean((x, y) => x * y),
    yy: mean((_, y) => y * y),
  };
}
