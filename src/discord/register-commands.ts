import { type APIApplicationCommand, type REST, Routes } from 'discord.js';
import type { CommandJson } from './command-json.ts';

/**
 * Puts the commands in place, for one server (at once) or for all: in one request, and only when they differ
 * from what is registered. Returns whether they did.
 */
export async function registerCommands(
  rest: REST,
  commands: CommandJson[],
  guildId?: string,
): Promise<boolean> {
  const { id } = (await rest.get(Routes.currentApplication())) as { id: string };
  const { route, wanted, drifted } = await compareCommands(rest, id, commands, guildId);
  if (drifted) await rest.put(route, { body: wanted });
  return drifted;
}

/** What is registered beside what should be, for one server or for all; changes nothing. */
export async function compareCommands(
  rest: REST,
  applicationId: string,
  commands: CommandJson[],
  guildId?: string,
  signal?: AbortSignal,
) {
  const route = guildId
    ? Routes.applicationGuildCommands(applicationId, guildId)
    : Routes.applicationCommands(applicationId);
  const wanted = guildId ? commands.map(withoutContexts) : commands;
  const query = new URLSearchParams({ with_localizations: 'true' });
  const registered = (await rest.get(route, { query, signal })) as APIApplicationCommand[];
  return { route, wanted, registered, drifted: canonical(registered) !== canonical(wanted) };
}

/** Where a command may be used is for global commands only; a server's own ones are used there. */
function withoutContexts({ contexts: _, integration_types: __, ...command }: CommandJson): CommandJson {
  return command;
}

const DECLARED = new Set([
  ...['type', 'name', 'description', 'description_localizations', 'options', 'contexts', 'integration_types'],
  ...['required', 'autocomplete', 'min_value', 'max_value', 'max_length', 'zh-CN', 'zh-TW'],
]);

/** What we declare, in one order, without what Discord fills in: null, false and empty mean "not set". */
function canonical(commands: readonly object[]): string {
  const byName = commands.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)));
  return JSON.stringify(byName, (_, value) => {
    if (value === null || value === false || (Array.isArray(value) && value.length === 0)) return undefined;
    if (typeof value !== 'object' || Array.isArray(value)) return value;
    const entries = Object.entries(value).filter(([name]) => DECLARED.has(name));
    return Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b)));
  });
}

function nameOf(command: object): string {
  return 'name' in command ? String(command.name) : '';
}
