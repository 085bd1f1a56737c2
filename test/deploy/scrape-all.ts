import type { Registry } from 'prom-client';
import { type Context, defineCommand } from '../../src/command/define-command.ts';
import type { Invocation } from '../../src/command/invocation.ts';
import type { AnswerJob } from '../../src/command/jobs.ts';
import type { Theta } from '../../src/command/theta.ts';
import { createReadiness } from '../../src/health/create-readiness.ts';
import { createMeter } from '../../src/metrics/create-meter.ts';
import { createRegistry } from '../../src/metrics/create-registry.ts';
import { measureCommands } from '../../src/metrics/measure-commands.ts';
import { measureAnswerers, measureQueue } from '../../src/metrics/measure-jobs.ts';
import { measureReadiness } from '../../src/metrics/measure-readiness.ts';
import { measureTheta } from '../../src/metrics/measure-theta.ts';
import { observeWork } from '../../src/metrics/observe-work.ts';
import { readMetrics, type Sample } from '../metrics/read-metrics.ts';

const PLATFORMS = ['discord', 'slack'] as const;
const OUTCOMES = [undefined, 'fault', 'store-unavailable', 'nothing-trained'];

export interface Scrape {
  readonly samples: readonly Sample[];
  /** `counter`, `gauge` or `histogram`, by the metric's name without `_bucket`, `_sum` or `_count`. */
  readonly types: ReadonlyMap<string, string>;
}

/** A scrape of a process in which everything that is measured has happened. */
export async function scrapeAll(): Promise<Scrape> {
  const registry = createRegistry();
  for (const happen of [answerAll, runCommand, reportAll, answerJobs, becomeReady]) await happen(registry);
  const metrics = await registry.getMetricsAsJSON();
  return {
    samples: readMetrics(await registry.metrics()),
    types: new Map(metrics.map(({ name, type }) => [name, `${type}`])),
  };
}

async function answerAll(registry: Registry): Promise<void> {
  let code: string | undefined;
  const bare: Pick<Theta, 'answer'> = {
    async answer() {
      return { kind: 'instant', reply: { audience: 'asker', blocks: [], ...(code && { error: { code } }) } };
    },
  };
  const theta = measureTheta(bare as Theta, registry);
  for (const platform of PLATFORMS) for (code of OUTCOMES) await theta.answer(askOn(platform));
}

async function runCommand(registry: Registry): Promise<void> {
  const help = defineCommand({
    name: 'help',
    description: { en: 'x', zh: 'x' },
    options: {},
    examples: { en: [], zh: [] },
    run: async () => ({ audience: 'asker', blocks: [] }),
  });
  const [measured] = measureCommands([help], registry);
  await measured?.run({}, askOn('discord') as Invocation & Context);
}

function reportAll(registry: Registry): void {
  const meter = createMeter(registry);
  for (const platform of PLATFORMS) {
    meter.acknowledged(platform, 0.1);
    meter.answerLost(platform);
    for (const kind of ['rate-limited', 'server', 'refused', 'lost'] as const)
      meter.platformError(platform, kind);
  }
  const worked = observeWork(registry);
  for (const kind of ['train', 'draw'] as const) worked(kind, 0.1);
}

async function answerJobs(registry: Registry): Promise<void> {
  measureQueue({ count: async () => ({ waiting: 0, running: 0 }) }, registry);
  const answer: AnswerJob = async () => {};
  const answerers = measureAnswerers({ discord: answer, slack: answer }, registry);
  const keepNote = async () => {};
  for (const platform of PLATFORMS) {
    const { id, asker } = askOn(platform);
    const job = {
      id,
      asker,
      request: {},
      receivedAt: 0,
      expiresAt: 1,
      attempt: 2,
      note: undefined,
      keepNote,
    };
    await answerers[platform](job);
  }
}

function becomeReady(registry: Registry): void {
  const readiness = createReadiness();
  for (const check of ['database', 'workers', ...PLATFORMS]) readiness.require(check, () => true);
  readiness.open();
  measureReadiness(readiness, registry);
}

function askOn(platform: (typeof PLATFORMS)[number]): Invocation {
  const asker = { platform, space: `${platform}:1`, learner: '1' };
  return { id: `${platform}:1`, asker, locale: 'en', input: { text: 'help' } };
}
