import type { Command } from '../command/define-command.ts';
import { describeOption } from '../command/describe-option.ts';
import type { Option } from '../command/option.ts';
import type { Locale } from '../locales/locale.ts';
import type { CommandInfo, OptionInfo } from './page/protocol.ts';

/** The declarations as the page completes them: in one language, as plain data. */
export function describeCommands(
  commands: readonly Command[],
  prefix: string,
  locale: Locale,
): CommandInfo[] {
  return commands.map((command) => {
    const options = Object.entries(command.options);
    return {
      name: prefix + command.name,
      description: command.description[locale],
      options: options.map(([name, option], i) => ({
        name,
        description: option.description[locale],
        takes: describeOption(option, locale),
        shape: shapeOf(option, i === options.length - 1),
        values: valuesOf(option),
        suggests: option.suggest !== undefined,
      })),
      examples: command.examples[locale].map((line) => `/${prefix}${line}`),
    };
  });
}

function shapeOf(option: Option, last: boolean): OptionInfo['shape'] {
  if (option.kind === 'numbers') return 'numbers';
  return option.kind === 'text' && last && !option.oneWord ? 'rest-of-line' : 'word';
}

function valuesOf(option: Option): string[] {
  const word = option.kind === 'integer' ? option.word : undefined;
  const fallback = 'fallback' in option ? option.fallback : undefined;
  return [word, fallback].filter((value) => value !== undefined).map(String);
}
