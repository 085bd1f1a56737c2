// Made once: toLocaleString makes a new one at each call, which takes longer than all the rest of a label.
const counts = new Intl.NumberFormat('en-US');
const plain = new Intl.NumberFormat('en-US', { maximumFractionDigits: 20 });

/** A number for reading: four significant digits, a true minus sign, powers of ten for the very large and small. */
export function formatNumber(value: number, digits = 4): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  const short = value.toPrecision(digits);
  if (Number.isInteger(value) && size < 1e10) return formatCount(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-4)) {
    const [mantissa, exponent] = Number(short).toExponential().split('e');
    return `${mantissa} × 10${superscript(Number(exponent))}`.replace(/^-/, '−');
  }
  return plain.format(Number(short)).replace('-', '−');
}

/** `y = 1.993x − 0.5` */
export function formatLine(w: number, b: number): string {
  return `y = ${formatNumber(w)}x ${b < 0 ? '−' : '+'} ${formatNumber(Math.abs(b))}`;
}

/** A whole number with thousands separators: 100,000. */
export function formatCount(value: number): string {
  return counts.format(value).replace('-', '−');
}

function superscript(exponent: number): string {
  return String(exponent)
    .replace('-', '⁻')
    .replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]!);
}
