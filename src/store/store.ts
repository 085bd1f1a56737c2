import type { Call } from '../command/call.ts';
import type { Asker } from '../command/invocation.ts';
import type { Jobs } from '../command/jobs.ts';
import type { Verdict } from '../regression/diagnosis.ts';
import type { Hyperparameters, Theta } from '../regression/training.ts';

/** What is kept of a training run: enough to repeat it, and to predict with it. */
export interface Run {
  /** Short and typeable: 8 of 0-9a-z without look-alikes. */
  readonly id: string;
  readonly asker: Asker;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly hyperparameters: Hyperparameters;
  /** The run that this one went on from, and how many of its epochs were added to it; else null and all. */
  readonly continues: string | null;
  readonly addedEpochs: number;
  /** For a diverged run the last finite θ and losses. */
  readonly theta: Theta;
  readonly loss: { readonly train: number; readonly validation: number; readonly test: number };
  readonly verdict: Verdict;
}

/** The database can't be reached right now, or is out of room: a passing fault, and nobody's mistake. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** @throws StoreUnavailable, from every method */
export interface Store {
  /**
   * Assigns `id` and `createdAt`; resolves once the run is on disk.
   * @param invocation its id: when it has added its run already, before a crash, that one is returned
   */
  addRun(invocation: string, run: Omit<Run, 'id' | 'createdAt'>): Promise<Run>;
  /** By id, whoever trained it, within one space. */
  findRun(space: string, id: string): Promise<Run | undefined>;
  /** A learner's newest runs in a space, newest first. */
  recentRuns(asker: Asker, limit: number): Promise<readonly Run[]>;
  /** Keeps a button's call that is too long for an id; the same call gets the same short id. */
  keepCall(call: Call): Promise<string>;
  findCall(id: string): Promise<Call | undefined>;
  /** Keeps a workspace's installation, already sealed, in place of an older one. */
  saveInstallation(team: string, sealed: string): Promise<void>;
  findInstallation(team: string): Promise<string | undefined>;
  deleteInstallation(team: string): Promise<void>;
  /** Runs `work` while nobody else, in any process on the same database, runs theirs under this name. */
  exclusively<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Durable work, kept in the same database. */
  readonly jobs: Jobs;
  /** Rejects when the database can't be reached: for /readyz. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
