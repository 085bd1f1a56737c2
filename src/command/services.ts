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
  /** A seed for an invocation, an unsigned 32-bit integer: the same when it is answered again after a crash. */
  drawSeed(id: string): number;
}
