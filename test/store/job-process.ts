/**
 * A process of its own with jobs. `add` adds jobs until it is killed, each delivered twice; `answer` answers them,
 * each in so many milliseconds; `both` does both. Tells on standard output what it does, one JSON line each.
 */
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../src/store/open-store.ts';
import { jobDraft } from './job-draft.ts';

const [options = '', mode = '', duration = '10'] = process.argv.slice(2);
const store = await openStore(JSON.parse(options));
// Synchronous, so that what was done is told, whenever the process dies.
const tell = (event: string, id: string, attempt?: number, note?: unknown) =>
  writeSync(1, `${JSON.stringify({ event, id, attempt, note, at: Date.now(), pid: process.pid })}\n`);

if (mode !== 'add') {
  await store.jobs.start({
    async discord(job) {
      tell('began', job.id, job.attempt, job.note);
      await job.keepNote({ by: process.pid });
      await sleep(Number(duration));
      tell('answered', job.id, job.attempt);
    },
  });
}
if (mode !== 'answer') {
  for (let n = 0; ; n++) {
    const job = jobDraft(n, { space: `discord:${process.pid}` });
    await Promise.all([store.jobs.add(job), store.jobs.add(job)]);
    tell('added', job.id);
  }
}
