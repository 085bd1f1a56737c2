import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCall } from '../../src/command/call.ts';
import { defineCommand } from '../../src/command/define-command.ts';
import { LearnerError } from '../../src/command/learner-error.ts';
import { option } from '../../src/command/option.ts';
import { parseText } from '../../src/command/parse-text.ts';

const words = { en: 'words', zh: '文字' };
const never = () => Promise.reject(new Error('a parser runs nothing'));
const train = defineCommand({
  name: 'train',
  description: words,
  examples: { en: [], zh: [] },
  options: {
    epochs: option.integer({ description: words, min: 1, max: 100_000, fallback: 1000 }),
    lr: option.number({
      description: words,
      aliases: ['学习率'],
      min: 0,
      max: 10,
      aboveMin: true,
      fallback: 0.01,
    }),
  },
  run: never,
});
const predict = defineCommand({
  name: 'predict',
  description: words,
  examples: { en: [], zh: [] },
  options: {
    x: option.numbers({ description: words, min: -10, max: 10, most: 20, required: true }),
    run: option.text({ description: words, maxLength: 20, oneWord: true }),
  },
  run: never,
});
const faq = defineCommand({
  name: 'faq',
  description: words,
  examples: { en: [], zh: [] },
  options: { question: option.text({ description: words, maxLength: 500 }) },
  run: never,
});
const commands = [train, predict, faq];

const read = (line: string, prefix = '') => {
  const { command, options } = parseText(line, commands, prefix);
  return [command.name, options];
};
const mistake = (line: string) => {
  try {
    parseText(line, commands);
  } catch (error) {
    if (error instanceof LearnerError) return { ...error.mistake, remedy: error.remedies[0] };
    throw error;
  }
  throw new Error(`“${line}” was understood`);
};

describe('parseText', () => {
  it.each([
    ['/train epochs:500 lr:0.01', 'train', { epochs: '500', lr: '0.01' }],
    ['train epochs=500, lr = 0.01', 'train', { epochs: '500', lr: '0.01' }],
    ['／ＴＲＡＩＮ epochs：５００', 'train', { epochs: '５００' }],
    ['/Train EPOCHS: 500', 'train', { epochs: '500' }],
    ['/train epochs:“500” lr:"0.1"', 'train', { epochs: '500', lr: '0.1' }],
    ['/train epochs 500 --lr 0.01', 'train', { epochs: '500', lr: '0.01' }],
    ['/train --lr=0.01', 'train', { lr: '0.01' }],
    ['/train 学习率：0.1', 'train', { lr: '0.1' }],
    ['\uFEFF/train\u200B epochs\u200B:\u202A500\u202C', 'train', { epochs: '500' }],
    ['/train , 500,, lr:0.1,', 'train', { epochs: '500', lr: '0.1' }],
    ['/predict 1,,,2  ,3 run:a', 'predict', { x: '1,,,2  ,3', run: 'a' }],
    ['/faq question marks are what?', 'faq', { question: 'question marks are what?' }],
    ['/train 500 0.01', 'train', { epochs: '500', lr: '0.01' }],
    ['/train lr:0.1 500', 'train', { epochs: '500', lr: '0.1' }],
    ['/train epochs: lr:0.1', 'train', { epochs: '', lr: '0.1' }],
    ['  / train  ', 'train', {}],
    ['/predict x:0.1, 0.3, 0.9 run:abc', 'predict', { x: '0.1, 0.3, 0.9', run: 'abc' }],
    ['/predict 0.1 0.3，0.9', 'predict', { x: '0.1 0.3，0.9' }],
    ['/predict run:abc x:0.3', 'predict', { run: 'abc', x: '0.3' }],
    ['/faq will a robot take my job?', 'faq', { question: 'will a robot take my job?' }],
    ['/faq question: why: is x = 1:2 “so”?', 'faq', { question: 'why: is x = 1:2 “so”?' }],
    ['/faq what: is α', 'faq', { question: 'what: is α' }],
  ])('understands %s', (line, command, options) => {
    expect(read(line)).toEqual([command, options]);
  });

  it('takes a command with or without its prefix', () => {
    expect(read('/theta-train 5', 'theta-')).toEqual(['train', { epochs: '5' }]);
    expect(read('/train 5', 'theta-')).toEqual(['train', { epochs: '5' }]);
  });

  it('names what it does not understand, and the nearest option', () => {
    expect(mistake('/train epoch:5')).toMatchObject({
      code: 'unknown-option',
      name: 'epoch',
      nearest: 'epochs',
      remedy: { command: 'train', options: { epochs: '5' } },
    });
    expect(mistake('/train lr:0.1 colour:red')).toMatchObject({ code: 'unknown-option', nearest: undefined });
    expect(mistake('/predict x:1 y:2')).toMatchObject({ code: 'unknown-option', nearest: undefined });
    expect(mistake('/trian')).toMatchObject({ code: 'unknown-command', nearest: '/train' });
    expect(mistake('/sing')).toMatchObject({ code: 'unknown-command', nearest: undefined });
    expect(mistake('/train 1 2 3')).toMatchObject({ code: 'surplus-word', word: '3' });
    expect(mistake('/train epochs:1 epochs:2')).toMatchObject({ code: 'option-twice', name: 'epochs' });
  });

  it('reads back every call that it writes', () => {
    const call = fc.record({
      command: fc.constant('train'),
      options: fc.record({ epochs: fc.nat(), lr: fc.double({ noNaN: true, min: 0 }) }, { requiredKeys: [] }),
    });
    fc.assert(
      fc.property(call, (written) => {
        const expected = Object.fromEntries(Object.entries(written.options).map(([k, v]) => [k, String(v)]));
        expect(read(formatCall(written))).toEqual(['train', expected]);
      }),
    );
  });

  it('either understands a line or says what is wrong with it, whatever the line', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('/train ', '/predict ', '/faq ', ''),
        fc.string({ unit: 'binary' }),
        (start, rest) => {
          try {
            const { options, command } = parseText(start + rest, commands);
            for (const name of Object.keys(options)) expect(Object.keys(command.options)).toContain(name);
          } catch (error) {
            expect(error).toBeInstanceOf(LearnerError);
          }
        },
      ),
    );
  });

  it('keeps a question as it was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (words) => {
        const question = `why ${words.trim()}`.trim();
        expect(read(`/faq ${question}`)).toEqual(['faq', { question }]);
      }),
    );
  });
});
