/** One line of a scrape. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = `(?<label>${NAME})="(?<text>(?:[^"\\\\\\n]|\\\\["\\\\n])*)"`;
const LINE = new RegExp(`^(?<name>${NAME})(?:\\{(?<labels>[^{}]*)\\})? (?<value>\\S+)$`);
const COMMENT = new RegExp(`^# (HELP ${NAME} .*|TYPE ${NAME} (counter|gauge|histogram|summary|untyped))$`);

/**
 * Reads Prometheus's text format, version 0.0.4.
 * @throws Error at a line that Prometheus would refuse, and at a series that comes twice
 */
export function readMetrics(scrape: string): Sample[] {
  if (!scrape.endsWith('\n')) throw new Error('the last line does not end');
  const lines = scrape.split('\n').filter((line) => line !== '');
  const faulty = lines.find((line) => line.startsWith('#') && !COMMENT.test(line));
  if (faulty) throw new Error(`no comment of Prometheus: ${faulty}`);
  const samples = lines.filter((line) => !line.startsWith('#')).map(readSample);
  const series = samples.map(({ name, labels }) => JSON.stringify([name, Object.entries(labels).sort()]));
  const twice = series.find((one, i) => series.indexOf(one) !== i);
  if (twice) throw new Error(`a series comes twice: ${twice}`);
  return samples;
}

/** The value of the one series with this name and these labels; undefined when there is none. */
export function findValue(samples: readonly Sample[], name: string, labels: Record<string, string> = {}) {
  const found = samples.filter(
    (sample) => sample.name === name && Object.entries(labels).every(([k, v]) => sample.labels[k] === v),
  );
  if (found.length > 1) throw new Error(`${found.length} series of ${name} match`);
  return found[0]?.value;
}

function readSample(line: string): Sample {
  const { name, labels = '', value } = LINE.exec(line)?.groups ?? {};
  const pairs = [...labels.matchAll(new RegExp(LABEL, 'g'))];
  const rest = labels.replace(new RegExp(LABEL, 'g'), '').replaceAll(',', '');
  const number = value === '+Inf' ? Infinity : value === '-Inf' ? -Infinity : Number(value);
  if (name === undefined || rest !== '' || (Number.isNaN(number) && !/^nan$/i.test(value ?? '')))
    throw new Error(`no sample of Prometheus: ${line}`);
  return {
    name,
    labels: Object.fromEntries(pairs.map(({ groups }) => [groups?.label ?? '', groups?.text ?? ''])),
    value: number,
  };
}
