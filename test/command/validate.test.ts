import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/command/define-command.ts';
import { defineCommand } from '../../src/command/define-command.ts';
import { LearnerError } from '../../src/command/learner-error.ts';
import { option } from '../../src/command/option.ts';
import { validate } from '../../src/command/validate.ts';

const words = { en: 'words', zh: '文字' };
const command: Command = defineCommand({
  name: 'train',
  description: words,
  examples: { en: [], zh: [] },
  options: {
    epochs: option.integer({ description: words, min: 1, max: 100_000, fallback: 1000 }),
    lr: option.number({ description: words, min: 0, max: 10, aboveMin: true, fallback: 0.01 }),
    batch: option.integer({ description: words, min: 1, max: 10_000, word: 'full' }),
    x: option.numbers({ description: words, min: -10, max: 10, most: 3 }),
    note: option.text({ description: words, maxLength: 5 }),
    seed: option.integer({ description: words, min: 0, max: 2 ** 32 - 1 }),
  },
  run: () => Promise.reject(new Error('validation runs nothing')),
});
const mistake = (raw: Record<string, unknown>) => {
  try {
    validate(command, raw);
  } catch (error) {
    if (error instanceof LearnerError) return { ...error.mistake, remedy: error.remedies[0]?.options };
    throw error;
  }
  throw new Error(`${JSON.stringify(raw)} was accepted`);
};

describe('validate', () => {
  it('fills in fallbacks and leaves out the rest', () => {
    expect(validate(command, {})).toEqual({ epochs: 1000, lr: 0.01 });
  });

  it.each([
    [{ epochs: '５００' }, { epochs: 500 }],
    [{ epochs: '1,000' }, { epochs: 1000 }],
    [{ epochs: '5e2' }, { epochs: 500 }],
    [{ epochs: 7 }, { epochs: 7 }],
    [{ lr: '.5' }, { lr: 0.5 }],
    [{ batch: 'FULL' }, { batch: 'full' }],
    [{ batch: '32' }, { batch: 32 }],
    [{ x: '0.1, −0.3；.9' }, { x: [0.1, -0.3, 0.9] }],
    [{ x: '-0' }, { x: [0] }],
    [{ note: ' hi ' }, { note: 'hi' }],
  ])('reads %o', (raw, values) => {
    expect(validate(command, raw)).toMatchObject(values);
  });

  it('says what is wrong, with something that works instead', () => {
    expect(mistake({ epochs: '-1' })).toMatchObject({ code: 'out-of-range', remedy: { epochs: 1000 } });
    expect(mistake({ epochs: '1e9' })).toMatchObject({ code: 'out-of-range', remedy: { epochs: 100_000 } });
    expect(mistake({ epochs: '2.5' })).toMatchObject({
      code: 'not-a-number',
      whole: true,
      remedy: { epochs: 3 },
    });
    expect(mistake({ lr: 'abc', epochs: 5 })).toMatchObject({
      code: 'not-a-number',
      remedy: { lr: 0.01, epochs: 5 },
    });
    expect(mistake({ lr: '0,001' })).toMatchObject({ code: 'not-a-number', remedy: { lr: 0.001 } });
    expect(mistake({ seed: '-1' })).toMatchObject({ code: 'out-of-range', remedy: { seed: 1 } });
    expect(mistake({ lr: '0' })).toMatchObject({ code: 'out-of-range', aboveMin: true });
    expect(mistake({ lr: 'NaN' })).toMatchObject({ code: 'not-a-number' });
    expect(mistake({ lr: '1e999' })).toMatchObject({ code: 'out-of-range' });
    expect(mistake({ epochs: '' })).toMatchObject({ code: 'value-empty', name: 'epochs' });
    expect(mistake({ x: '1 2 3 4' })).toMatchObject({
      code: 'too-many-numbers',
      count: 4,
      remedy: { x: '1, 2, 3' },
    });
    expect(mistake({ note: 'longer' })).toMatchObject({ code: 'too-long', length: 6, most: 5 });
    expect(mistake({ epoch: 5 })).toMatchObject({ code: 'unknown-option', nearest: 'epochs' });
  });

  it('takes no list or object for a value, and nothing of them into a remedy', () => {
    for (const value of [
      {},
      [],
      [[5]],
      { toString: null },
      Object.create(null),
      JSON.parse('{"__proto__":1}'),
    ]) {
      expect(mistake({ epochs: value, lr: 0.1 })).toMatchObject({ code: 'value-empty', name: 'epochs' });
      expect(mistake({ lr: 'abc', note: value })).toMatchObject({ remedy: { lr: 0.01 } });
      expect(mistake({ lr: 'abc', note: value }).remedy).not.toHaveProperty('note');
    }
  });

  it('is not fooled by names that objects have anyway', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const raw = JSON.parse(`{"${name}": {"epochs": 5}}`);
      expect(mistake(raw)).toMatchObject({ code: 'unknown-option', name });
    }
  });

  it('refuses what is longer than any value, before it reads it or keeps it behind a button', () => {
    expect(mistake({ lr: '1'.repeat(1001) })).toMatchObject({ code: 'too-long', length: 1001, most: 1000 });
    expect(mistake({ epochs: -1, x: '1 '.repeat(9000) })).toMatchObject({ code: 'too-long', name: 'x' });
  });

  it('does not mind what is not seen', () => {
    expect(validate(command, { epochs: '\u200E500\u200B', note: '\u202Ehi\0' })).toMatchObject({
      epochs: 500,
      note: 'hi',
    });
  });

  it('lets through exactly the whole numbers within the bounds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer(), fc.double(), fc.integer({ min: 0, max: 100_001 })), (value) => {
        const right = Number.isInteger(value) && value >= 1 && value <= 100_000;
        if (right) expect(validate(command, { epochs: String(value) }).epochs).toBe(value);
        else expect(() => validate(command, { epochs: String(value) })).toThrow(LearnerError);
      }),
    );
  });

  it('offers only values that are valid themselves', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('epochs', 'lr', 'batch', 'seed', 'x'),
        fc.oneof(fc.string(), fc.constantFrom('-1', '1e99', 'abc', '0.5', '-0.5')),
        (name, typed) => {
          try {
            validate(command, { [name]: typed });
          } catch (error) {
            expect(error).toBeInstanceOf(LearnerError);
            const remedy = (error as LearnerError).remedies[0]!;
            if (remedy.command === 'train') expect(() => validate(command, remedy.options)).not.toThrow();
          }
        },
      ),
    );
  });
});
