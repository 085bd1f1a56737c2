import { describe, expect, it } from 'vitest';
import { checkCommands } from '../../src/command/check-commands.ts';
import { defineCommand } from '../../src/command/define-command.ts';
import { loadCommands } from '../../src/command/load-commands.ts';
import { option } from '../../src/command/option.ts';

const words = { en: 'words', zh: '文字' };
const command = (
  name: string,
  options: Parameters<typeof defineCommand>[0]['options'] = {},
  description = words,
) =>
  defineCommand({
    name,
    description,
    options,
    examples: { en: [], zh: [] },
    run: async () => ({ audience: 'asker', blocks: [] }),
  });

describe('checkCommands', () => {
  it('accepts the commands that there are', async () => {
    const commands = await loadCommands();
    expect(commands.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['continue', 'faq', 'help', 'predict', 'train']),
    );
  });

  it('names every fault at once', () => {
    const number = option.number({ description: words, min: 0, max: 1 });
    const faulty = () =>
      checkCommands([
        command('Train'),
        command('faq', {
          late: number,
          first: option.number({ description: words, min: 0, max: 1, required: true }),
          upside: option.number({ description: words, min: 2, max: 1 }),
          off: option.integer({ description: words, min: 0, max: 1, fallback: 2 }),
        }),
        command('faq', {}, { en: 'x'.repeat(101), zh: '' }),
      ]);
    for (const fault of [
      '/Train: a name',
      '/faq first: required options come first',
      '/faq upside: min is not below max',
      '/faq off: the fallback is out of bounds',
      '/faq: declared twice',
      '/faq: the en description has 101 characters',
      '/faq: the zh description has 0 characters',
    ]) {
      expect(faulty).toThrow(fault);
    }
  });
});
