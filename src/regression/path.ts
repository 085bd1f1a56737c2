import { reverseBits } from './affine-map.ts';
import type { Theta, Training } from './training.ts';

/** States (w, b, −1) and their losses, ordered as in affine-map.ts. */
export interface Measured {
  readonly states: ArrayLike<number>;
  readonly trainLoss: ArrayLike<number>;
  readonly validationLoss: ArrayLike<number>;
}

/** Collects a run's columns, in order of time and as far as they are finite. */
export class Path {
  readonly #columns: Record<'w' | 'b' | 'trainLoss' | 'validationLoss', Float32Array>;
  #length = 0;
  #finite = true;

  constructor(capacity: number) {
    const column = () => new Float32Array(capacity);
    this.#columns = { w: column(), b: column(), trainLoss: column(), validationLoss: column() };
  }

  /** How many epochs are still to come: none after one that was not finite. */
  get open(): number {
    return this.#finite ? this.#columns.w.length - this.#length : 0;
  }

  get last(): Theta {
    return { w: this.#columns.w[this.#length - 1]!, b: this.#columns.b[this.#length - 1]! };
  }

  /** Takes what is measured up to the path's capacity, or up to the first value that is not finite. */
  add({ states, trainLoss, validationLoss }: Measured): void {
    const count = trainLoss.length;
    for (let time = 0; time < count && this.open > 0; time++) {
      const at = reverseBits(time, Math.log2(count));
      const row = {
        w: states[3 * at]!,
        b: states[3 * at + 1]!,
        trainLoss: trainLoss[at]!,
        validationLoss: validationLoss[at]!,
      };
      this.#finite = Object.values(row).every(Number.isFinite);
      if (!this.#finite) return;
      for (const name of ['w', 'b', 'trainLoss', 'validationLoss'] as const) {
        this.#columns[name][this.#length] = row[name];
      }
      this.#length++;
    }
  }

  finish(): Omit<Training, 'testLoss'> {
    const cut = (column: Float32Array) => column.slice(0, this.#length);
    const { w, b, trainLoss, validationLoss } = this.#columns;
    return {
      w: cut(w),
      b: cut(b),
      trainLoss: cut(trainLoss),
      validationLoss: cut(validationLoss),
      divergedAt: this.#finite ? null : this.#length,
    };
  }
}
