import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/command/define-command.ts';
import { option } from '../../src/command/option.ts';
import { toCommandJson } from '../../src/discord/command-json.ts';
import { checkCommands } from '../fakes/discord/check-commands.ts';
import { COMMANDS } from '../small-theta.ts';

describe('command declarations', () => {
  it('become typed options with bounds, in both languages, for every place', () => {
    const json = toCommandJson(COMMANDS, 'theta-');
    checkCommands(JSON.parse(JSON.stringify(json)));
    expect(json[0]).toEqual({
      type: 1,
      name: 'theta-train',
      description: 'Train a line',
      description_localizations: { 'zh-CN': '训练一条直线', 'zh-TW': '训练一条直线' },
      contexts: [0, 1, 2],
      integration_types: [0, 1],
      options: [
        { ...described('epochs', 'Rounds', '轮次'), type: 4, min_value: 1, max_value: 100_000 },
        { ...described('lr', 'Learning rate', '学习率'), type: 10, min_value: 0, max_value: 10 },
        { ...described('batch', 'Points a step', '每步点数'), type: 3, max_length: 100, autocomplete: true },
      ],
    });
    expect(json[1]?.options).toMatchObject([
      { name: 'question', type: 3, required: true, max_length: 500, autocomplete: true },
    ]);
    expect(json[3]?.options).toMatchObject([
      { name: 'x', type: 3, required: true, max_length: 78 },
      { name: 'run', type: 3, max_length: 20, autocomplete: true },
    ]);
  });

  it('keep an option of numbers one where it suggests some', () => {
    const [train] = COMMANDS as [Command];
    const description = { en: 'Run', zh: '训练' };
    const run = option.integer({ description, min: 1, max: 99, suggest: () => [] });
    expect(toCommandJson([{ ...train, options: { run } }], '')[0]?.options).toMatchObject([
      { name: 'run', type: 4, autocomplete: true, min_value: 1, max_value: 99 },
    ]);
  });

  it('that Discord would refuse are refused here, every fault at once', () => {
    const description = { en: 'x'.repeat(101), zh: '' };
    const words = { en: 'fine', zh: '好' };
    const [train] = COMMANDS as [Command];
    const wrong: Command = {
      ...train,
      name: 'Train!',
      description,
      options: {
        a: option.text({ description: words, maxLength: 10 }),
        b: option.text({ description: words, maxLength: 10, required: true }),
      },
    };
    const wordy: Command = {
      ...train,
      options: Object.fromEntries(
        Array.from({ length: 27 }, (_, i) => [
          `option-${i}`,
          option.text({ description: { en: 'e'.repeat(100), zh: '中'.repeat(100) }, maxLength: 9 }),
        ]),
      ),
    };
    const attempt = () => toCommandJson([wrong, train, wordy], '');
    expect(attempt).toThrow('/Train!: a name has');
    expect(attempt).toThrow('/Train!: a description has 1 to 100');
    expect(attempt).toThrow('/Train!: required options come first');
    expect(attempt).toThrow('/train: declared twice');
    expect(attempt).toThrow('/train: at most 25 options');
    expect(attempt).toThrow(/\/train: \d+ characters in all, at most 8000/);
  });
});

function described(name: string, en: string, zh: string) {
  return { name, description: en, description_localizations: { 'zh-CN': zh, 'zh-TW': zh } };
}
