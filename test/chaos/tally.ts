/** What became of one command, as its learner sees it. */
export type Outcome =
  /** One answer, with words and board. */
  | 'whole'
  /** One answer, whose words say what the board would show. */
  | 'words'
  /** Told privately, in words, that it didn't work. */
  | 'told'
  /** Never acknowledged: the platform said at once that the bot doesn't respond. */
  | 'unheard'
  /** Answered more than once. */
  | 'twice'
  /** Acknowledged and never answered. */
  | 'lost';

const OUTCOMES: readonly Outcome[] = ['whole', 'words', 'told', 'unheard', 'twice', 'lost'];

/** Counts of outcomes over many commands, and what else a scenario found wrong. */
export class Tally {
  readonly wrongs: string[] = [];
  readonly #counts = new Map<Outcome, number>();

  add(outcome: Outcome): void {
    this.#counts.set(outcome, this.count(outcome) + 1);
  }

  count(outcome: Outcome): number {
    return this.#counts.get(outcome) ?? 0;
  }

  get commands(): number {
    return OUTCOMES.reduce((sum, outcome) => sum + this.count(outcome), 0);
  }

  /** Notes what is wrong, unless `right`. */
  expect(right: boolean, wrong: string): void {
    if (!right) this.wrongs.push(wrong);
  }

  /** Nothing was lost, doubled, or otherwise wrong. */
  get held(): boolean {
    return this.wrongs.length === 0 && this.count('lost') === 0 && this.count('twice') === 0;
  }
}
