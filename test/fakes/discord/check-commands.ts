import { ApplicationCommandUpdateRequestSchema } from 'discord-api-spec/zod';
import { invalidForm } from './api-error.ts';
import { checkAgainstSpec } from './check-against-spec.ts';

/** A command or an option of one, as far as the rules and the fake look at it. */
export interface Part {
  name: string;
  description?: string | null;
  description_localizations?: Record<string, string> | null;
  name_localizations?: Record<string, string> | null;
  required?: boolean;
  type?: number;
  options?: Part[];
  choices?: { name: string; value: unknown }[];
  autocomplete?: boolean;
}

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/**
 * A bulk overwrite, held against the official schema and the rules that it leaves out.
 * @throws ApiError 50035
 */
export function checkCommands(body: unknown): Part[] {
  if (!Array.isArray(body)) throw invalidForm(['an array of commands is expected']);
  if (body.length > 100) throw invalidForm(['at most 100 commands']);
  for (const command of body) checkAgainstSpec(ApplicationCommandUpdateRequestSchema, command);
  const commands = body as Part[];
  const faults = [...findRepeated('command', commands), ...commands.flatMap(findFaults)];
  if (faults.length > 0) throw invalidForm(faults);
  return commands;
}

function findFaults(command: Part): string[] {
  const options = command.options ?? [];
  const faults = [...findRepeated(`${command.name} option`, options)];
  for (const part of [command, ...options]) {
    if (!NAME.test(part.name) || part.name !== part.name.toLowerCase())
      faults.push(`${part.name}: malformed name`);
    if (!part.description) faults.push(`${part.name}: description required`);
    if (part.autocomplete && part.choices?.length) faults.push(`${part.name}: both autocomplete and choices`);
  }
  let optionalSeen = false;
  for (const option of options) {
    if (option.required && optionalSeen) faults.push(`${option.name}: required after optional`);
    optionalSeen ||= !option.required;
  }
  const characters = [command, ...options].reduce((sum, part) => sum + countCharacters(part), 0);
  if (characters > 8000) faults.push(`${command.name}: ${characters} characters, over 8000`);
  return faults;
}

/** Of all translations Discord counts the longest. */
function countCharacters(part: Part): number {
  const longest = (base: string, others: Record<string, string> | null | undefined) =>
    Math.max(base.length, ...Object.values(others ?? {}).map((word) => word.length));
  const choices = (part.choices ?? []).reduce((sum, c) => sum + c.name.length + String(c.value).length, 0);
  return (
    longest(part.name, part.name_localizations) +
    longest(part.description ?? '', part.description_localizations) +
    choices
  );
}

function findRepeated(kind: string, parts: readonly Part[]): string[] {
  const names = parts.map(({ name }) => name);
  return names.filter((name, i) => names.indexOf(name) !== i).map((name) => `${kind} ${name}: name repeated`);
}
