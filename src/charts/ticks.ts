/** Where an axis has ticks, and what they say. */
export interface Ticks {
  readonly values: readonly number[];
  readonly labels: readonly string[];
}

const MOST = 7;

const plain = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 });

/**
 * Ticks of a logarithmic axis over any range: powers of ten, as many apart as it takes; within few of them
 * 1, 2, 5; within a part of one, as on a linear axis.
 */
export function logTicks(min: number, max: number): Ticks {
  const decades = Math.log10(max / min);
  if (decades < 0.7) return label(multiples(min, max, niceStep((max - min) / 5)));
  const first = Math.floor(Math.log10(min));
  const last = Math.ceil(Math.log10(max));
  const inside = (value: number) => value >= min && value <= max;
  const fine = range(first, last, 1)
    .flatMap((exponent) => [1, 2, 5].map((digit) => Number(`${digit}e${exponent}`)))
    .filter(inside);
  if (fine.length <= MOST) return label(fine);
  const stride = niceStride(decades / (MOST - 1));
  const exponents = range(Math.ceil(first / stride) * stride, last, stride);
  return label(exponents.map((exponent) => Number(`1e${exponent}`)).filter(inside));
}

/** All plain, or all but 1 as powers: 1, 10⁵, 10¹⁰. */
function label(values: readonly number[]): Ticks {
  const plain = values.every((value) => value >= 1e-4 && value < 1e6);
  return {
    values,
    labels: values.map((value) => (plain || value === 1 ? formatPlain(value) : formatPower(value))),
  };
}

function formatPlain(value: number): string {
  return plain.format(value);
}

/** 10⁸, 5 × 10⁸ */
function formatPower(value: number): string {
  const [digits, exponent] = value.toExponential().split('e');
  const raised = Number(exponent)
    .toString()
    .replace(/./g, (sign) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(sign)] ?? '⁻');
  return `${digits === '1' ? '' : `${digits} × `}10${raised}`;
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5].find((digit) => digit * power >= rough) ?? 10);
}

function niceStride(rough: number): number {
  return [1, 2, 3, 5, 10, 20].find((stride) => stride >= rough) ?? 50;
}

function multiples(min: number, max: number, step: number): number[] {
  return range(Math.ceil(min / step), Math.floor(max / step), 1).map((k) =>
    Number((k * step).toPrecision(12)),
  );
}

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.max(0, Math.floor((to - from) / step) + 1) }, (_, i) => from + i * step);
}
