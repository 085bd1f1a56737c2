import type { Generated } from 'kysely';

/** Columns as both databases return them: numbers for whole numbers and doubles, strings for text and JSON. */
export interface Tables {
  runs: RunsTable;
  calls: CallsTable;
}

export interface RunsTable {
  /** Grows with each insertion, so that order survives equal times and a clock that was set back. */
  sequence: Generated<number>;
  id: string;
  platform: string;
  space: string;
  learner: string;
  created_at: number;
  /** JSON, so that a new hyperparameter needs no new column. */
  hyperparameters: string;
  continues: string | null;
  added_epochs: number;
  w: number;
  b: number;
  train_loss: number;
  validation_loss: number;
  test_loss: number;
  verdict: string;
}

export interface CallsTable {
  id: string;
  call: string;
}
