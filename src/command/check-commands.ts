import type { Localized } from '../locales/locale.ts';
import type { Command } from './define-command.ts';
import type { Option } from './option.ts';

const NAME = /^[a-z][a-z0-9-]{0,31}$/;

/**
 * Refuses declarations that a platform would refuse, or that contradict themselves.
 * @throws Error naming every fault
 */
export function checkCommands(commands: readonly Command[]): void {
  const faults: string[] = [];
  const names = new Set<string>();
  for (const command of commands) {
    const at = `/${command.name}`;
    if (!NAME.test(command.name))
      faults.push(`${at}: a name has lower-case letters, digits and hyphens, at most 32`);
    if (names.has(command.name)) faults.push(`${at}: declared twice`);
    names.add(command.name);
    faults.push(...describedBadly(at, command.description));
    let optionalSeen = false;
    const options = Object.entries(command.options);
    if (options.length > 25) faults.push(`${at}: at most 25 options`);
    for (const [name, option] of options) {
      const here = `${at} ${name}`;
      if (!NAME.test(name))
        faults.push(`${here}: a name has lower-case letters, digits and hyphens, at most 32`);
      if (option.required && optionalSeen) faults.push(`${here}: required options come first`);
      optionalSeen ||= !option.required;
      faults.push(...describedBadly(here, option.description), ...wrongBounds(here, option));
    }
  }
  if (faults.length > 0) throw new Error(`Commands are declared wrongly:\n${faults.join('\n')}`);
}

function describedBadly(at: string, description: Localized): string[] {
  return Object.entries(description)
    .filter(([, words]) => words.length < 1 || words.length > 100)
    .map(
      ([locale, words]) =>
        `${at}: the ${locale} description has ${words.length} characters, 1 to 100 are allowed`,
    );
}

function wrongBounds(at: string, option: Option): string[] {
  if (option.kind === 'text') return option.maxLength >= 1 ? [] : [`${at}: maxLength is below 1`];
  const faults = option.min < option.max ? [] : [`${at}: min is not below max`];
  if ('fallback' in option && option.fallback !== undefined) {
    const inside = option.fallback >= option.min && option.fallback <= option.max;
    if (!inside) faults.push(`${at}: the fallback is out of bounds`);
  }
  return faults;
}
