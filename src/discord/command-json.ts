import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
} from 'discord.js';
import type { Command } from '../command/define-command.ts';
import type { Option } from '../command/option.ts';
import type { Localized } from '../locales/locale.ts';
import { LIMITS } from './limits.ts';

interface Described {
  readonly name: string;
  readonly description: string;
  readonly description_localizations: { readonly 'zh-CN': string; readonly 'zh-TW': string };
}
/** As much of Discord's application command as Theta declares. */
export interface CommandJson extends Described {
  readonly type: ApplicationCommandType.ChatInput;
  readonly options: readonly OptionJson[];
  readonly contexts?: readonly InteractionContextType[];
  readonly integration_types?: readonly ApplicationIntegrationType[];
}
interface OptionJson extends Described {
  readonly type: ApplicationCommandOptionType;
  readonly required?: true;
  readonly autocomplete?: true;
  readonly min_value?: number;
  readonly max_value?: number;
  readonly max_length?: number;
}

const NAME = /^[-_\p{Ll}\p{Lo}\p{N}]{1,32}$/u;

/** The longest way to write a double, with a comma and a space: -2.2250738585072014e-308 */
const CHARACTERS_A_NUMBER = 26;

/**
 * Command declarations as Discord's application commands, for servers, direct messages and user installs.
 * @throws Error naming every fault: Discord refuses the whole list for one of them
 */
export function toCommandJson(commands: readonly Command[], prefix: string): CommandJson[] {
  const json = commands.map((command) => ({
    type: ApplicationCommandType.ChatInput as const,
    ...describe(prefix + command.name, command.description),
    options: Object.entries(command.options).map(([name, option]) => toOptionJson(name, option)),
    contexts: [
      InteractionContextType.Guild,
      InteractionContextType.BotDM,
      InteractionContextType.PrivateChannel,
    ],
    integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  }));
  const faults = [
    ...(json.length > LIMITS.commands
      ? [`${json.length} commands, at most ${LIMITS.commands} are allowed`]
      : []),
    ...repeated(json.map(({ name }) => name)).map((name) => `/${name}: declared twice`),
    ...json.flatMap(findFaults),
  ];
  if (faults.length > 0) throw new Error(`Discord would refuse these commands:\n${faults.join('\n')}`);
  return json;
}

function toOptionJson(name: string, option: Option): OptionJson {
  const common = {
    ...describe(name, option.description),
    ...(option.required && { required: true as const }),
    ...(option.suggest && { autocomplete: true as const }),
  };
  const { String: words, Integer, Number: decimal } = ApplicationCommandOptionType;
  switch (option.kind) {
    case 'integer': {
      // Discord's integers take no word: such an option is a string there, and validation reads it.
      if (option.word !== undefined)
        return { ...common, type: words, autocomplete: true, max_length: LIMITS.word };
      return { ...common, type: Integer, min_value: option.min, max_value: option.max };
    }
    case 'number':
      // Discord has no open bound: with `aboveMin`, validation refuses the bound itself.
      return { ...common, type: decimal, min_value: option.min, max_value: option.max };
    case 'numbers':
      return {
        ...common,
        type: words,
        max_length: Math.min(LIMITS.string, option.most * CHARACTERS_A_NUMBER),
      };
    case 'text':
      return { ...common, type: words, max_length: Math.min(LIMITS.string, option.maxLength) };
    default:
      return option satisfies never;
  }
}

function describe(name: string, { en, zh }: Localized): Described {
  return { name, description: en, description_localizations: { 'zh-CN': zh, 'zh-TW': zh } };
}

function findFaults(command: CommandJson): string[] {
  const at = `/${command.name}`;
  const faults: string[] = [];
  for (const part of [command, ...command.options]) {
    const here = part === command ? at : `${at} ${part.name}`;
    if (!NAME.test(part.name)) {
      faults.push(`${here}: a name has 1 to ${LIMITS.name} small letters, digits, hyphens or underscores`);
    }
    for (const words of wordsOf(part)) {
      if (words.length >= 1 && words.length <= LIMITS.description) continue;
      faults.push(`${here}: a description has 1 to ${LIMITS.description} characters: "${words}"`);
    }
  }
  const firstOptional = command.options.findIndex(({ required }) => !required);
  if (firstOptional >= 0 && command.options.slice(firstOptional).some(({ required }) => required)) {
    faults.push(`${at}: required options come first`);
  }
  if (command.options.length > LIMITS.options) faults.push(`${at}: at most ${LIMITS.options} options`);
  const parts = [command, ...command.options].flatMap((part) => [part.name, ...wordsOf(part)]);
  const length = parts.reduce((sum, words) => sum + words.length, 0);
  if (length > LIMITS.command)
    faults.push(`${at}: ${length} characters in all, at most ${LIMITS.command} are allowed`);
  return faults;
}

function wordsOf(part: Described): string[] {
  return [part.description, ...Object.values(part.description_localizations)];
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
}
