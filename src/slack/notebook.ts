import type { Logger } from 'pino';
import type { TakenJob } from '../command/jobs.ts';

/** What another attempt must know of an answer that was begun. */
export interface Note {
  /** The message that was shown, in whose place the next goes. */
  readonly ts?: string;
  /** A word meanwhile was said, or tried. */
  readonly announced?: true;
  /** The answer went out in a message that can't be replaced. */
  readonly answered?: true;
}

/** The note of a job, as it grows. */
export interface Notebook {
  readonly note: Note;
  /** Never rejects: an answer that a crash might double is better than none. */
  add(more: Note): Promise<void>;
}

export function openNotebook(job: TakenJob, log: Logger): Notebook {
  let note = (job.note ?? {}) as Note;
  return {
    get note() {
      return note;
    },
    async add(more) {
      note = { ...note, ...more };
      await job.keepNote(note).catch((error) => log.warn({ reason: String(error) }, 'a note was not kept'));
    },
  };
}
