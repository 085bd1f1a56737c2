import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLine, encodeLine } from '../../src/store/backup-format.ts';

describe('a line of a backup', () => {
  it('says any row in JSON, to the last bit', () => {
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.integer(), fc.constant(null));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value, { noNullPrototype: true }), (row) => {
        const line = encodeLine('runs', row);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        const [table, decoded] = decodeLine(JSON.parse(line));
        expect(table).toBe('runs');
        expect(Object.entries(decoded)).toStrictEqual(Object.entries(row));
      }),
    );
  });

  it('holds nothing that it could not give back', () => {
    for (const value of [1n, true, new Date(), Buffer.from('x'), undefined]) {
      expect(() => encodeLine('runs', { value })).toThrow(/can't hold/);
    }
    expect(() => decodeLine(['kysely_migration', {}])).toThrow();
  });
});
