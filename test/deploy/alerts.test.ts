import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { findPromqlFaults } from './find-promql-faults.ts';
import { readPromql } from './read-promql.ts';
import { type Scrape, scrapeAll } from './scrape-all.ts';

const Rule = z.strictObject({
  alert: z.string().regex(/^Theta[A-Za-z]+$/),
  expr: z.string(),
  for: z
    .string()
    .regex(/^\d+m$/)
    .optional(),
  labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
  annotations: z.strictObject({ summary: z.string().max(100), description: z.string().endsWith('.') }),
});
/** Prometheus's rule file, as far as we use it; Prometheus refuses unknown fields as well. */
const Rules = z.strictObject({
  groups: z.array(z.strictObject({ name: z.string(), rules: z.array(Rule).min(1) })),
});

const { groups } = Rules.parse(parse(await readFile('deploy/alerts.yaml', 'utf8')));
const rules = groups.flatMap((group) => group.rules);

let scrape: Scrape;
beforeAll(async () => {
  scrape = await scrapeAll();
});

describe('the alert rules', () => {
  it.each(rules)('$alert asks for what is there', ({ expr }) => {
    expect(findPromqlFaults(expr, scrape)).toEqual([]);
  });

  it('have names of their own, and compare with something', () => {
    const names = rules.map(({ alert }) => alert);
    expect(new Set(names).size).toBe(names.length);
    for (const { expr } of rules) expect(expr).toMatch(/[<>]|==|absent\(/);
  });

  it.each(rules)('$alert speaks only of labels that its query keeps', ({ expr, annotations }) => {
    const { grouping } = readPromql(expr);
    const spoken = [...annotations.summary.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label);
    expect(grouping).toEqual(expect.arrayContaining(spoken));
    for (const template of annotations.summary.match(/\{\{.*?\}\}/g) ?? [])
      expect(template).toMatch(/^\{\{ \$(labels\.\w+|value \| humanize\w*) \}\}$/);
  });
});

describe('the check of a query finds', () => {
  it.each([
    ['sum(rate(theta_jobs_total[5m])', 'no PromQL'],
    ['rat(theta_jobs_total[5m])', 'no PromQL'],
    ['1 + 1', 'asks for no metric'],
    ['theta_job > 0', 'theta_job: no scrape has it'],
    ['rate(theta_job_seconds[5m])', 'theta_job_seconds: no scrape has it'],
    ['theta_jobs{status="waiting"}', 'theta_jobs: has no label status'],
    ['theta_jobs{state="wating"}', 'selects nothing'],
    ['theta_jobs{state=~"wait|run"}', 'selects nothing'],
    ['theta_jobs{state!~"waiting|running"}', 'selects nothing'],
    ['sum by (platfrom) (rate(theta_jobs_total[5m]))', 'grouped by platfrom'],
    ['rate(theta_jobs[5m])', 'a gauge in a rate'],
    ['theta_jobs_total > 5', 'a counter without a rate'],
    ['theta_job_seconds_bucket', 'a histogram without a rate'],
  ])('%s', (expr, fault) => {
    const find = () => {
      try {
        return findPromqlFaults(expr, scrape).join('\n');
      } catch (error) {
        return `${error}`;
      }
    };
    expect(find()).toContain(fault);
  });
});
