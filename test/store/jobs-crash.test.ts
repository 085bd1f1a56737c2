import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { bothDatabases, type NewDatabase } from './databases.ts';
import { jobDraft } from './job-draft.ts';
import { type JobProcess, startJobProcess, type Told } from './start-job-process.ts';

const KILLS = 8;

describe.each(bothDatabases())('jobs of processes that are killed, on %s', (_name, newDatabase) => {
  let options: Awaited<ReturnType<NewDatabase>>;
  let processes: JobProcess[];
  const start = (...args: [mode: 'add' | 'answer' | 'both', duration?: number]) => {
    const started = startJobProcess(options, ...args);
    processes.push(started);
    return started;
  };
  const told = (event: Told['event']) =>
    processes.flatMap((one) => one.told()).filter((line) => line.event === event);
  beforeEach(async () => {
    options = await newDatabase();
    processes = [];
  });
  afterEach(() => Promise.all(processes.map((one) => one.kill())));

  it('answers each acknowledged job, and none in two processes at once', async () => {
    // The tables, before two make them at the same moment.
    await (await openStore(options)).close();
    const died = new Map<number, number>();
    const alive = [start('both', 20), start('both', 20)];
    for (let kill = 0; kill < KILLS; kill++) {
      const victim = alive.shift()!;
      await expect.poll(() => victim.told().length, { timeout: 30_000 }).toBeGreaterThan(20);
      await sleep(Math.random() * 300);
      died.set(victim.pid, await victim.kill());
      alive.push(start(kill < KILLS - 2 ? 'both' : 'answer', 20));
    }
    const added = new Set(told('added').map((line) => line.id));
    expect(added.size).toBeGreaterThan(KILLS);
    const unanswered = () => {
      const answered = new Set(told('answered').map((line) => line.id));
      return [...added].filter((id) => !answered.has(id));
    };
    await expect.poll(unanswered, { timeout: 45_000, interval: 200 }).toEqual([]);

    const begun = groupById(told('began'));
    for (const attempts of begun.values()) {
      attempts.sort((a, b) => a.attempt - b.attempt);
      expect(new Set(attempts.map((line) => line.attempt)).size).toBe(attempts.length);
      for (const [i, later] of attempts.slice(1).entries()) {
        // Taken again only from the dead, and with what it had kept.
        expect(died.get(attempts[i]!.pid)).toBeLessThanOrEqual(later.at);
      }
    }
    // Answered twice only where a process died between its answer and the store's knowing of it.
    for (const answers of groupById(told('answered')).values()) {
      for (const early of answers.sort((a, b) => a.at - b.at).slice(0, -1)) {
        expect(died.get(early.pid)! - early.at).toBeLessThan(1_000);
      }
    }
    const store = await openStore(options);
    await expect.poll(() => store.jobs.count()).toEqual({ waiting: 0, running: 0 });
    await store.close();
  });

  it('takes up what a dead process held, within seconds, with its note', async () => {
    const victim = start('answer', 60_000);
    const store = await openStore(options);
    await store.jobs.add(jobDraft(1));
    await expect.poll(() => told('began').length, { timeout: 10_000 }).toBe(1);
    await sleep(200);
    const died = await victim.kill();
    await expect.poll(() => store.jobs.count()).toEqual({ waiting: 0, running: 1 });
    const next = start('answer', 0);
    await expect.poll(() => next.told().length, { timeout: 20_000 }).toBe(2);
    const [began] = next.told();
    expect(began).toMatchObject({ id: jobDraft(1).id, attempt: 2, note: { by: victim.pid } });
    expect(began!.at - died).toBeLessThan(options.databaseUrl ? 15_000 : 10_000);
    await store.close();
  });

  it('lets others take the jobs of a suspended process, which does not take them back', async () => {
    const suspended = start('answer', 1_000);
    const store = await openStore(options);
    await store.jobs.add(jobDraft(1));
    await expect.poll(() => told('began').length, { timeout: 10_000 }).toBe(1);
    suspended.signal('SIGSTOP');
    const other = start('answer', 10);
    await expect.poll(() => other.told().length, { timeout: 20_000 }).toBe(2);
    suspended.signal('SIGCONT');
    await expect.poll(() => suspended.told().length, { timeout: 5_000 }).toBe(2);
    await sleep(3_000);
    expect(told('began').map((line) => line.attempt)).toEqual([1, 2]);
    expect(await store.jobs.count()).toEqual({ waiting: 0, running: 0 });
    await store.close();
  });

  it('leaves jobs with a process that was suspended shorter than that', async () => {
    const suspended = start('answer', 6_000);
    const other = start('answer', 10);
    const store = await openStore(options);
    // Both are up: each takes one.
    await store.jobs.add(jobDraft(1));
    await expect.poll(() => told('began').length, { timeout: 10_000 }).toBe(1);
    suspended.signal('SIGSTOP');
    await sleep(2_500);
    suspended.signal('SIGCONT');
    await sleep(8_000);
    expect(told('began').map((line) => line.attempt)).toEqual([1]);
    expect(other.told().length + suspended.told().length).toBe(2);
    await store.close();
  });

  it('is not misled by a clock that was set back while a job was under way', async () => {
    const ahead = await openStore({ ...options, clock: () => Date.now() + 3_600_000 });
    await ahead.jobs.add(jobDraft(1, { expiresAt: Date.now() + 7_200_000 }));
    let answered = 0;
    await ahead.jobs.start({
      async discord() {
        await sleep(10_000);
        answered++;
      },
    });
    await expect.poll(() => ahead.jobs.count()).toEqual({ waiting: 0, running: 1 });
    // What lives is left alone, though its lease seems to end in an hour, or in an hour's past.
    const others = [
      await openStore(options),
      await openStore({ ...options, clock: () => Date.now() + 7_200_000 }),
    ];
    for (const other of others) await other.jobs.start({ discord: async () => void answered++ });
    await sleep(9_000);
    expect(answered).toBe(0);
    await expect.poll(() => answered, { timeout: 5_000 }).toBe(1);
    await expect.poll(() => ahead.jobs.count()).toEqual({ waiting: 0, running: 0 });
    await Promise.all([ahead, ...others].map((store) => store.close()));
  });
});

function groupById(lines: readonly Told[]): Map<string, Told[]> {
  const groups = new Map<string, Told[]>();
  for (const line of lines) groups.set(line.id, [...(groups.get(line.id) ?? []), line]);
  return groups;
}
