import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Store } from '../store/store.ts';
import type { Work } from '../work/work.ts';
import type { Command } from './define-command.ts';

/** What commands work with; made once at the start. */
export interface Services {
  readonly store: Store;
  readonly work: Work;
  readonly knowledge: Knowledge;
  readonly commands: readonly Command[];
  readonly prefix: string;
  /** A fresh seed, an unsigned 32-bit integer. */
  drawSeed(): number;
}
