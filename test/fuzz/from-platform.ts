import assert from 'node:assert/strict';

/** What only a platform that has gone mad sends: its request is dropped, and the log says so. */
export function received<T>(receive: () => T): T | undefined {
  try {
    return receive();
  } catch (error) {
    assert(error instanceof TypeError, String(error));
    return undefined;
  }
}

/** What a name reads as that a mad platform has left out, or made an object. */
const NAMELESS = 'undefined [object Object]';

/** All that a payload says, as it may be repeated: the JSON, and what stands in its strings once they are decoded. */
export function said(payload: object): string {
  const strings: string[] = [];
  JSON.stringify(payload, (name, value) => {
    strings.push(name);
    if (typeof value !== 'string') return value;
    strings.push(value, [...new URLSearchParams(value)].flat().join(' '));
    strings.push([...new URLSearchParams(value.split('?', 2)[1])].flat().join(' '));
    return value;
  });
  return `${JSON.stringify(payload)} ${strings.join(' ')} ${NAMELESS}`;
}
