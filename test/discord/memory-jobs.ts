import { type AnswerJob, type Job, type Jobs, MOST_ATTEMPTS, type TakenJob } from '../../src/command/jobs.ts';

interface Kept {
  readonly job: Job;
  attempt: number;
  note: string | undefined;
  takenBy: MemoryJobs | undefined;
  done: boolean;
}

/** What survives a crash, and what several processes share. */
export class Disk {
  readonly kept = new Map<string, Kept>();
  readonly claims = new Map<string, number>();
  readonly processes = new Set<MemoryJobs>();

  get open(): readonly Kept[] {
    return [...this.kept.values()].filter(({ done }) => !done);
  }
}

/** The contract of durable jobs in memory, with a disk that outlives a process: for crashes at a chosen moment. */
export class MemoryJobs implements Jobs {
  readonly #disk: Disk;
  #answer: AnswerJob | undefined;
  #dead = false;

  constructor(disk = new Disk()) {
    this.#disk = disk;
    disk.processes.add(this);
  }

  async add(job: Job): Promise<number | undefined> {
    if (this.#disk.kept.has(job.id)) return undefined;
    const before = this.#disk.open.length;
    const plain = JSON.parse(JSON.stringify(job)) as Job;
    this.#disk.kept.set(job.id, {
      job: plain,
      attempt: 0,
      note: undefined,
      takenBy: undefined,
      done: false,
    });
    for (const process of this.#disk.processes) process.#takeUp();
    return before;
  }

  async claim(key: string, forMs: number): Promise<boolean> {
    const now = Date.now();
    if ((this.#disk.claims.get(key) ?? 0) > now) return false;
    this.#disk.claims.set(key, now + forMs);
    return true;
  }

  async start(answerers: { discord?: AnswerJob }): Promise<void> {
    this.#answer = answerers.discord;
    this.#takeUp();
  }

  async stop(): Promise<boolean> {
    this.#answer = undefined;
    return true;
  }

  async count() {
    const running = this.#disk.open.filter(({ takenBy }) => takenBy).length;
    return { waiting: this.#disk.open.length - running, running };
  }

  /** kill -9: whatever the process still does counts no more, and others take up what it had in hand. */
  kill(): void {
    this.#dead = true;
    this.#disk.processes.delete(this);
    for (const kept of this.#disk.open) if (kept.takenBy === this) kept.takenBy = undefined;
    for (const process of this.#disk.processes) process.#takeUp();
  }

  #takeUp(): void {
    const answer = this.#answer;
    if (!answer) return;
    for (const kept of this.#disk.open) {
      if (kept.takenBy || kept.attempt > MOST_ATTEMPTS) continue;
      kept.takenBy = this;
      kept.attempt++;
      const job: TakenJob = {
        ...kept.job,
        attempt: kept.attempt,
        note: kept.note === undefined ? undefined : JSON.parse(kept.note),
        keepNote: async (note) => {
          if (!this.#dead) kept.note = JSON.stringify(note);
        },
      };
      void answer(job).finally(() => {
        if (!this.#dead) kept.done = true;
      });
    }
  }
}
