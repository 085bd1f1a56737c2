import type { Call } from './call.ts';

/** What can be wrong with what a learner typed; each code has its words in src/locales. */
export type Mistake =
  | {
      readonly code: 'unknown-command';
      readonly name: string;
      readonly nearest: string | undefined;
      /** How to list the commands: `/help`. */
      readonly help: string;
    }
  | {
      readonly code: 'unknown-option';
      readonly name: string;
      readonly nearest: string | undefined;
      readonly known: readonly string[];
    }
  | { readonly code: 'surplus-word'; readonly word: string; readonly known: readonly string[] }
  | { readonly code: 'option-twice'; readonly name: string }
  | { readonly code: 'option-missing'; readonly name: string }
  | { readonly code: 'value-empty'; readonly name: string }
  | ({ readonly code: 'not-a-number'; readonly name: string; readonly value: string } & Range)
  | ({ readonly code: 'out-of-range'; readonly name: string; readonly value: string } & Range)
  | {
      readonly code: 'too-many-numbers';
      readonly name: string;
      readonly count: number;
      readonly most: number;
    }
  | { readonly code: 'too-long'; readonly name: string; readonly length: number; readonly most: number }
  | { readonly code: 'batch-over-samples'; readonly batch: number; readonly samples: number }
  | {
      readonly code: 'too-much-work';
      /** The most epochs that are possible with the other options as they are. */
      readonly epochs: number;
      readonly asked: number;
    }
  | { readonly code: 'too-many-epochs'; readonly trained: number; readonly left: number }
  | { readonly code: 'nothing-trained' }
  | { readonly code: 'unknown-run'; readonly id: string }
  | { readonly code: 'run-diverged'; readonly id: string }
  | { readonly code: 'button-gone' }
  /** Commands came faster than one learner may send them. */
  | { readonly code: 'too-fast'; readonly seconds: number }
  /** So many commands of this learner are still waiting for their answers. */
  | { readonly code: 'learner-busy'; readonly waiting: number }
  /** So many commands of this server or workspace are. */
  | { readonly code: 'space-busy'; readonly waiting: number };

/** What a numeric option takes. */
export interface Range {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  /** `min` itself is out. */
  readonly aboveMin: boolean;
  readonly word: string | undefined;
}

/** Something the learner can mend. Worded in their language, shown to them alone, with what to type instead. */
export class LearnerError extends Error {
  override readonly name = 'LearnerError';
  readonly mistake: Mistake;
  /** Commands that would work, offered as buttons; the first is the most likely one. */
  readonly remedies: readonly Call[];

  constructor(mistake: Mistake, remedies: readonly Call[] = []) {
    super(mistake.code);
    this.mistake = mistake;
    this.remedies = remedies;
  }
}
