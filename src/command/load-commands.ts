import { readdir } from 'node:fs/promises';
import { checkCommands } from './check-commands.ts';
import type { Command } from './define-command.ts';

const FOLDER = new URL('../../commands/', import.meta.url);

/** Every file in commands/, each with one command as its default export: a new file is a new command. */
export async function loadCommands(): Promise<readonly Command[]> {
  const files = (await readdir(FOLDER)).filter((file) => /\.[jt]s$/.test(file)).sort();
  const modules = await Promise.all(files.map((file) => import(new URL(file, FOLDER).href)));
  const commands = modules.map((module: { default?: Command }, i) => {
    if (!module.default)
      throw new Error(`commands/${files[i]} has no default export: give it defineCommand({ … })`);
    return module.default;
  });
  checkCommands(commands);
  return commands;
}
