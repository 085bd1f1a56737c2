/**
 * A value as the JavaScript expression that makes it: JSON, and functions by their source. They must need nothing
 * but their arguments and `this`.
 */
export function toSourceText(value: unknown): string {
  if (typeof value === 'function') return value.toString();
  if (Array.isArray(value)) return `[${value.map(toSourceText).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${toSourceText(entry)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}
