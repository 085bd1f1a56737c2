import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import dashboardJson from '../../deploy/grafana-dashboard.json' with { type: 'json' };
import { findPromqlFaults } from './find-promql-faults.ts';
import { type Scrape, scrapeAll } from './scrape-all.ts';

const Datasource = z.strictObject({ type: z.literal('prometheus'), uid: z.literal('$datasource') });
const whole = z.int().nonnegative();
const Place = z.strictObject({ x: whole.max(23), y: whole, w: whole.min(1).max(24), h: whole.min(1) });
const Target = z.strictObject({
  refId: z.string().regex(/^[A-Z]$/),
  datasource: Datasource,
  expr: z.string(),
  legendFormat: z.string(),
  instant: z.boolean().optional(),
  range: z.boolean(),
});
const Row = z.strictObject({
  id: whole.min(1),
  type: z.literal('row'),
  title: z.string().min(1),
  collapsed: z.literal(false),
  gridPos: Place,
  panels: z.tuple([]),
});
const Graph = z.strictObject({
  id: whole.min(1),
  type: z.enum(['stat', 'timeseries']),
  title: z.string().min(1),
  description: z.string().min(1).optional(),
  datasource: Datasource,
  gridPos: Place,
  fieldConfig: z.strictObject({
    defaults: z.looseObject({ unit: z.enum(['short', 's', 'percentunit', 'bytes']) }),
    overrides: z.tuple([]),
  }),
  options: z.looseObject({}),
  targets: z.array(Target).min(1),
});
/** What we use of Grafana's dashboard model. */
const Dashboard = z.object({
  uid: z.string().regex(/^[\w-]{1,40}$/),
  title: z.string().min(1),
  schemaVersion: whole.min(39),
  templating: z.strictObject({ list: z.array(z.looseObject({ name: z.string(), type: z.string() })) }),
  panels: z.array(z.discriminatedUnion('type', [Row, Graph])),
});
type Graph = z.infer<typeof Graph>;

const dashboard = Dashboard.parse(dashboardJson);
const graphs = dashboard.panels.filter((panel): panel is Graph => panel.type !== 'row');
const queries = graphs.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const));

let scrape: Scrape;
beforeAll(async () => {
  scrape = await scrapeAll();
});

/** As Grafana fills it in. */
const fillIn = (expr: string) => expr.replaceAll('$__rate_interval', '5m');

describe('the Grafana dashboard', () => {
  it.each(queries)('%s asks for what is there: %s', (_title, expr) => {
    expect(findPromqlFaults(fillIn(expr), scrape)).toEqual([]);
  });

  it('shows every metric of Theta’s own', () => {
    const own = [...scrape.types.keys()].filter((name) => name.startsWith('theta_'));
    const asked = queries.map(([, expr]) => expr).join('\n');
    // How long an answer takes without its queue is for a closer look only.
    expect(own.filter((name) => !asked.includes(name))).toEqual(['theta_answer_seconds']);
  });

  it('has panels with ids of their own that lie beside each other, not over', () => {
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) => {
      expect(x + w).toBeLessThanOrEqual(24);
      return Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`);
    });
    expect(new Set(cells).size).toBe(cells.length);
  });

  it('uses only variables that it declares, and legends of labels that the query keeps', () => {
    const declared = dashboard.templating.list.map(({ name }) => name);
    for (const { targets } of graphs)
      for (const { expr, legendFormat } of targets) {
        for (const [, name] of fillIn(expr).matchAll(/\$\{?(\w+)/g)) expect(declared).toContain(name);
        for (const [, label] of legendFormat.matchAll(/\{\{(\w+)\}\}/g))
          if (label !== 'instance') expect(expr).toMatch(new RegExp(`by \\([^)]*\\b${label}\\b`));
      }
  });
});
