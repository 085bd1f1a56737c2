import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { Counter, Registry } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { createTheta } from '../../src/command/create-theta.ts';
import { type Command, defineCommand } from '../../src/command/define-command.ts';
import type { AnswerJob, Job, TakenJob } from '../../src/command/jobs.ts';
import { LearnerError } from '../../src/command/learner-error.ts';
import { option } from '../../src/command/option.ts';
import type { Services } from '../../src/command/services.ts';
import { createMeter } from '../../src/metrics/create-meter.ts';
import { createRegistry } from '../../src/metrics/create-registry.ts';
import { measureCommands } from '../../src/metrics/measure-commands.ts';
import { measureAnswerers, measureQueue } from '../../src/metrics/measure-jobs.ts';
import { measureTheta } from '../../src/metrics/measure-theta.ts';
import { observeWork } from '../../src/metrics/observe-work.ts';
import { text } from '../../src/reply/text.ts';
import { serveHealth } from '../health/serve-health.ts';
import { createLearner } from '../theta.ts';
import { findValue, readMetrics } from './read-metrics.ts';

const SECRET = 'my cat is called Whiskers';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function open(registry: Registry) {
  const health = await serveHealth({ registry });
  closing.push(health.stop);
  return {
    async scrape() {
      const response = await fetch(`${health.url}/metrics`);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
      return readMetrics(await response.text());
    },
  };
}

const draft = { audience: 'everyone', blocks: [{ kind: 'text', text: text`hello` }] } as const;
const describeIt = { description: { en: 'x', zh: 'x' }, examples: { en: [], zh: [] } } as const;
const quick = defineCommand({
  ...describeIt,
  name: 'quick',
  options: { note: option.text({ description: { en: 'x', zh: 'x' }, maxLength: 100 }) },
  run: async () => draft,
});
const slow = defineCommand({
  ...describeIt,
  name: 'slow',
  options: {},
  run: async () => ({ audience: 'everyone', progress: '…', finish: async () => draft }),
});
const mistaken = defineCommand({
  ...describeIt,
  name: 'mistaken',
  options: {},
  async run() {
    throw new LearnerError({ code: 'nothing-trained' });
  },
});
const broken = defineCommand({
  ...describeIt,
  name: 'broken',
  options: {},
  run: async () => ({ audience: 'everyone', progress: '…', finish: () => Promise.reject(new Error(SECRET)) }),
});

function startTheta(registry: Registry) {
  const commands: readonly Command[] = measureCommands([quick, slow, mistaken, broken], registry);
  const services = { commands, prefix: '' } as unknown as Services;
  const log = pino({ level: 'silent' });
  return measureTheta(createTheta(services, { theme: 'light', log }), registry);
}

const job: Job = {
  id: 'slack:1',
  asker: { platform: 'slack', space: 'slack:T1', learner: 'U1' },
  request: { said: SECRET },
  receivedAt: 1_000_000,
  expiresAt: 2_000_000,
};
const take = (attempt = 1): TakenJob => ({ ...job, attempt, note: undefined, keepNote: async () => {} });

describe('the scrape', () => {
  it('counts answers by platform and outcome, and commands by name', async () => {
    const registry = createRegistry();
    const { scrape } = await open(registry);
    const learner = createLearner(startTheta(registry), 'learner-4711');
    await learner.say(`quick ${SECRET}`);
    await learner.say('slow');
    await learner.say('mistaken');
    await learner.say('broken');
    await learner.say(`${SECRET} is no command`);
    const samples = await scrape();

    const answers = (outcome: string) =>
      findValue(samples, 'theta_answers_total', { platform: 'local', outcome });
    expect([answers('ok'), answers('nothing-trained'), answers('fault'), answers('unknown-command')]).toEqual(
      [2, 1, 1, 1],
    );
    expect(findValue(samples, 'theta_answer_seconds_count', { platform: 'local' })).toBe(5);
    const commands = samples.filter(({ name }) => name === 'theta_commands_total');
    expect(commands.map(({ labels, value }) => ({ ...labels, value }))).toEqual([
      { command: 'quick', platform: 'local', outcome: 'ok', value: 1 },
      { command: 'slow', platform: 'local', outcome: 'ok', value: 1 },
      { command: 'mistaken', platform: 'local', outcome: 'mistake', value: 1 },
      { command: 'broken', platform: 'local', outcome: 'fault', value: 1 },
    ]);
  });

  it('counts slow work where it is finished, not where it was received', async () => {
    const registry = createRegistry();
    const { scrape } = await open(registry);
    const answer = await startTheta(registry).answer({
      id: 'discord:1',
      asker: { platform: 'discord', space: 'discord:1', learner: '1' },
      locale: 'en',
      input: { command: 'slow', options: {} },
    });
    expect(answer.kind).toBe('slow');
    const samples = await scrape();
    expect(findValue(samples, 'theta_commands_total', { command: 'slow' })).toBeUndefined();
    expect(findValue(samples, 'theta_answers_total', { platform: 'discord' })).toBeUndefined();
  });

  it('holds no learner’s words or ids', async () => {
    const registry = createRegistry();
    const { scrape } = await open(registry);
    const learner = createLearner(startTheta(registry), 'learner-4711', 'en', 'space-42');
    await learner.say(`quick ${SECRET}`);
    await learner.say(`${SECRET}`);
    const fail: AnswerJob = () => Promise.reject(new Error(SECRET));
    const { slack } = measureAnswerers({ slack: fail }, registry);
    await expect(slack(take())).rejects.toThrow(SECRET);
    const shown = JSON.stringify(await scrape());
    expect(shown).toContain('theta_jobs_total');
    for (const word of ['Whiskers', 'learner-4711', 'space-42', 'U1', 'T1'])
      expect(shown).not.toContain(word);
  });

  it('times acknowledgements, work and platform errors as they are reported', async () => {
    const registry = createRegistry();
    const { scrape } = await open(registry);
    const meter = createMeter(registry);
    const worked = observeWork(registry);
    meter.acknowledged('discord', 0.2);
    meter.acknowledged('discord', 2.5);
    meter.platformError('slack', 'rate-limited');
    meter.platformError('slack', 'rate-limited');
    meter.platformError('slack', 'lost');
    worked('train', 0.012);
    worked('draw', 0.06);
    const samples = await scrape();
    const acknowledged = (le: string) =>
      findValue(samples, 'theta_acknowledgement_seconds_bucket', { platform: 'discord', le });
    expect([acknowledged('0.1'), acknowledged('0.25'), acknowledged('3'), acknowledged('+Inf')]).toEqual([
      0, 1, 2, 2,
    ]);
    expect(
      findValue(samples, 'theta_platform_errors_total', { platform: 'slack', kind: 'rate-limited' }),
    ).toBe(2);
    expect(findValue(samples, 'theta_platform_errors_total', { platform: 'slack', kind: 'lost' })).toBe(1);
    expect(findValue(samples, 'theta_work_seconds_sum', { kind: 'train' })).toBeCloseTo(0.012);
    expect(findValue(samples, 'theta_work_seconds_count', { kind: 'draw' })).toBe(1);
  });

  it('times jobs from arrival to answer, and counts those that failed or were taken up again', async () => {
    const registry = createRegistry();
    const { scrape } = await open(registry);
    const answered: string[] = [];
    const { slack } = measureAnswerers(
      {
        async slack({ id, attempt }: TakenJob) {
          if (attempt === 3) throw new Error('expired');
          answered.push(id);
        },
      },
      registry,
      () => job.receivedAt + 4_000,
    );
    await slack(take());
    await slack(take(2));
    await expect(slack(take(3))).rejects.toThrow('expired');
    const samples = await scrape();
    expect(answered).toEqual(['slack:1', 'slack:1']);
    expect(findValue(samples, 'theta_jobs_total', { outcome: 'answered' })).toBe(2);
    expect(findValue(samples, 'theta_jobs_total', { outcome: 'failed' })).toBe(1);
    expect(findValue(samples, 'theta_jobs_retaken_total', { platform: 'slack' })).toBe(2);
    expect(findValue(samples, 'theta_job_seconds_sum', { platform: 'slack' })).toBe(8);
  });

  it('shows the process itself: memory, CPU, the event loop’s delay', async () => {
    const { scrape } = await open(createRegistry());
    await sleep(50);
    const samples = await scrape();
    for (const name of [
      'process_resident_memory_bytes',
      'process_cpu_seconds_total',
      'nodejs_eventloop_lag_p99_seconds',
    ])
      expect(findValue(samples, name), name).toBeGreaterThan(0);
  });
});

describe('the queue on a scrape', () => {
  it('is asked for at that moment', async () => {
    const registry = createRegistry();
    const { scrape } = await open(registry);
    measureQueue({ count: async () => ({ waiting: 7, running: 2 }) }, registry);
    const samples = await scrape();
    expect(findValue(samples, 'theta_jobs', { state: 'waiting' })).toBe(7);
    expect(findValue(samples, 'theta_jobs', { state: 'running' })).toBe(2);
  });

  it('is missing while the database hangs or fails, and everything else is there within two seconds', async () => {
    for (const count of [() => new Promise<never>(() => {}), () => Promise.reject(new Error('gone'))]) {
      const registry = createRegistry();
      const { scrape } = await open(registry);
      measureQueue({ count }, registry);
      const begun = Date.now();
      const samples = await scrape();
      expect(Date.now() - begun).toBeLessThan(2_000);
      expect(samples.filter(({ name }) => name === 'theta_jobs')).toEqual([]);
      expect(findValue(samples, 'process_cpu_seconds_total')).toBeGreaterThan(0);
    }
  });

  it('is counted once for many who scrape at a time, also while the count hangs', async () => {
    const registry = new Registry();
    const { scrape } = await open(registry);
    let asked = 0;
    measureQueue(
      {
        async count() {
          asked += 1;
          return new Promise(() => {});
        },
      },
      registry,
    );
    await Promise.all(Array.from({ length: 20 }, scrape));
    await scrape();
    expect(asked).toBe(1);
  });
});

describe('the reader of scrapes', () => {
  it('refuses what Prometheus would', () => {
    expect(() => readMetrics('theta_jobs{state="a"} x\n')).toThrow('no sample');
    expect(() => readMetrics('theta_jobs{state=a} 1\n')).toThrow('no sample');
    expect(() => readMetrics('theta-jobs 1\n')).toThrow('no sample');
    expect(() => readMetrics('theta_jobs 1\ntheta_jobs 2\n')).toThrow('twice');
    expect(() => readMetrics('theta_jobs 1')).toThrow('does not end');
    expect(() => readMetrics('# TYPE theta_jobs number\n')).toThrow('no comment');
  });

  it('accepts a label with quotes and backslashes', async () => {
    const registry = new Registry();
    new Counter({ name: 'odd', help: 'x', labelNames: ['l'], registers: [registry] }).inc({ l: 'a"b\\c\nd' });
    const samples = readMetrics(`${await registry.metrics()}\n`);
    expect(samples).toEqual([{ name: 'odd', labels: { l: 'a\\"b\\\\c\\nd' }, value: 1 }]);
  });
});
