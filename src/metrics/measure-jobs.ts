import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Platform } from '../command/invocation.ts';
import type { AnswerJob, Jobs } from '../command/jobs.ts';
import { createProbe } from '../health/create-probe.ts';

/** Prometheus gives up a scrape after 10 s, and with it every other number. */
const LONGEST_COUNT_MS = 1_000;

/** Counts the queue on each scrape. While the database is silent the series is missing: better than a wrong number. */
export function measureQueue(jobs: Pick<Jobs, 'count'>, registry: Registry): void {
  const count = createProbe(() => jobs.count(), { withinMs: LONGEST_COUNT_MS });
  new Gauge({
    name: 'theta_jobs',
    help: 'Requests in the queue of all processes, by state: waiting, running',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const counted = await count().catch(() => undefined);
      this.reset();
      if (!counted) return;
      this.set({ state: 'waiting' }, counted.waiting);
      this.set({ state: 'running' }, counted.running);
    },
  });
}

type Answerers = Readonly<Partial<Record<Platform, AnswerJob>>>;

/** Times every job from the request's arrival until the platform had the whole answer. */
export function measureAnswerers<A extends Answerers>(answerers: A, registry: Registry, clock = Date.now): A {
  const finished = new Counter({
    name: 'theta_jobs_total',
    help: 'Jobs that are over, by platform and outcome: answered, failed',
    labelNames: ['platform', 'outcome'],
    registers: [registry],
  });
  const retaken = new Counter({
    name: 'theta_jobs_retaken_total',
    help: 'Jobs taken up again after a process ended with them in its hands',
    labelNames: ['platform'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'theta_job_seconds',
    help: 'From a request’s arrival until the platform had the whole answer, waiting included',
    labelNames: ['platform'],
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 300, 900],
    registers: [registry],
  });
  const measured = Object.entries(answerers).map(([platform, answer]: [string, AnswerJob]) => {
    const measure: AnswerJob = async (job) => {
      if (job.attempt > 1) retaken.inc({ platform });
      try {
        await answer(job);
      } catch (error) {
        finished.inc({ platform, outcome: 'failed' });
        throw error;
      }
      finished.inc({ platform, outcome: 'answered' });
      // Another machine's clock may have stamped its arrival.
      seconds.observe({ platform }, Math.max(0, clock() - job.receivedAt) / 1000);
    };
    // From zero on: what appears only with its first failure has no increase that an alert could see.
    for (const outcome of ['answered', 'failed']) finished.inc({ platform, outcome }, 0);
    return [platform, measure];
  });
  return Object.fromEntries(measured);
}
