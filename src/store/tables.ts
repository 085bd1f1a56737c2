import type { Generated } from 'kysely';

/** Columns as both databases return them: numbers for whole numbers and doubles, strings for text and JSON. */
export interface Tables {
  runs: RunsTable;
  calls: CallsTable;
  jobs: JobsTable;
  claims: ClaimsTable;
  installations: InstallationsTable;
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
  /** The invocation that added the run; null in rows of versions that did not keep it. */
  request: string | null;
}

export interface CallsTable {
  id: string;
  call: string;
}

/** A job is open until it is done; an open one waits while it has no owner. */
export interface JobsTable {
  sequence: Generated<number>;
  id: string;
  platform: string;
  space: string;
  learner: string;
  /** JSON; null once the job is done, for it holds what a learner wrote. */
  request: string | null;
  note: string | null;
  /** Its place in line: jobs go by turn, then by sequence. */
  turn: number;
  received_at: number;
  expires_at: number;
  /** How often it was taken. */
  attempts: Generated<number>;
  /** The process that took it. */
  owner: string | null;
  /** SQLite only: from then on others may take it from its owner. */
  leased_until: number | null;
  done_at: number | null;
}

export interface ClaimsTable {
  key: string;
  until: number;
}

export interface InstallationsTable {
  team: string;
  /** Sealed by the adapter: nobody reads a token in here. */
  installation: string;
  updated_at: number;
}
