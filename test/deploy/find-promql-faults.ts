import { type Query, readPromql, type Selector } from './read-promql.ts';
import type { Scrape } from './scrape-all.ts';

/** Labels that Prometheus puts on every series when it scrapes. */
const OF_THE_SCRAPE = ['job', 'instance'];

/**
 * What in a query would make it always empty or wrong: a metric, label or value that no scrape has, a grouping by no
 * label, a rate of a gauge, a counter without one.
 * @throws Error at a syntax error
 */
export function findPromqlFaults(text: string, scrape: Scrape): string[] {
  const query = readPromql(text);
  if (query.selectors.length === 0) return [`asks for no metric: ${text}`];
  return [
    ...query.selectors.flatMap((selector) => findSelectorFaults(selector, scrape)),
    ...findGroupingFaults(query, scrape),
  ];
}

function findSelectorFaults({ metric, matchers, rated }: Selector, { samples, types }: Scrape): string[] {
  const series = samples.filter(({ name }) => name === metric);
  if (series.length === 0) return [`${metric}: no scrape has it`];
  const own = matchers.filter(({ label }) => !OF_THE_SCRAPE.includes(label));
  const unknown = own.filter(({ label }) => !series.some(({ labels }) => label in labels));
  if (unknown.length > 0) return unknown.map(({ label }) => `${metric}: has no label ${label}`);
  const selects = series.some(({ labels }) =>
    own.every(({ label, operator, value }) => {
      const is = operator.includes('~')
        ? new RegExp(`^(?:${value})$`).test(labels[label] ?? '')
        : labels[label] === value;
      return operator.startsWith('!') ? !is : is;
    }),
  );
  const type = types.get(metric) ?? types.get(metric.replace(/_(bucket|sum|count)$/, ''));
  return [
    ...(selects
      ? []
      : [`${metric}: ${own.map(({ label, value }) => `${label} ${value}`).join(', ')} selects nothing`]),
    ...(rated === (type === 'gauge') ? [`${metric}: a ${type} ${rated ? 'in' : 'without'} a rate`] : []),
  ];
}

function findGroupingFaults({ selectors, grouping }: Query, { samples }: Scrape): string[] {
  const names = selectors.map(({ metric }) => metric);
  const labels = samples
    .filter(({ name }) => names.includes(name))
    .flatMap((sample) => Object.keys(sample.labels));
  return grouping
    .filter((label) => ![...OF_THE_SCRAPE, ...labels].includes(label))
    .map((label) => `${names.join(', ')}: grouped by ${label}, which they have not`);
}
