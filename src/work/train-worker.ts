import { workerData } from 'node:worker_threads';
import { startBackend } from '../regression/backend.ts';
import { reportTraining, type TrainingReport } from '../regression/report.ts';
import type { Hyperparameters } from '../regression/training.ts';
import { giveWay } from './give-way.ts';
import type { WorkOptions } from './start-work.ts';

giveWay();
const options: Pick<WorkOptions, 'backend'> = workerData;
const started = startBackend(options.backend);

/** The backend's name as TensorFlow.js knows it. */
export async function backend(): Promise<string> {
  return (await started).name;
}

/** Trains and diagnoses; only the small report crosses to the main thread. */
export default async function train(hyperparameters: Hyperparameters): Promise<TrainingReport> {
  await started;
  return reportTraining(hyperparameters);
}
