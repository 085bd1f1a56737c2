import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { backUp } from './store/backup.ts';
import type { Counts } from './store/backup-format.ts';
import type { Place } from './store/open-store.ts';
import { restore } from './store/restore.ts';
import { UsageError } from './usage-error.ts';

/**
 * What `npm run backup -- FILE [--force]` does. Resolves to a line that tells it.
 * @throws UsageError
 */
export async function runBackup(place: Place, args: readonly string[]): Promise<string> {
  const { file, force } = readArguments('backup', args);
  const counts = await backUp(place, file, { overwrite: force });
  return `Backed up ${list(counts)} to ${file} (${await sizeOf(file)}).`;
}

/**
 * What `npm run restore -- FILE` does. Resolves to a line that tells it.
 * @throws UsageError
 */
export async function runRestore(place: Place, args: readonly string[]): Promise<string> {
  const { file } = readArguments('restore', args);
  const { counts, time } = await restore(place, file);
  return `Restored ${list(counts)} from ${file} (${await sizeOf(file)}), as they were at ${time}.`;
}

function readArguments(mode: 'backup' | 'restore', args: readonly string[]) {
  const options = mode === 'backup' ? { force: { type: 'boolean' } as const } : {};
  const usage = `${mode} takes a file, such as: ${mode} theta-backup.gz${mode === 'backup' ? ' [--force]' : ''}`;
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    const [file, ...others] = positionals;
    if (!file || others.length > 0) throw new UsageError(usage);
    return { file, force: 'force' in values && values.force === true };
  } catch {
    throw new UsageError(usage);
  }
}

/** `12 runs and 1 call` */
function list(counts: Counts): string {
  const parts = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(
      ([table, count]) => `${count.toLocaleString('en')} ${count === 1 ? table.replace(/s$/, '') : table}`,
    );
  return parts.length === 0 ? 'an empty database' : new Intl.ListFormat('en').format(parts);
}

async function sizeOf(file: string): Promise<string> {
  const { size } = await stat(file);
  return size < 1e6 ? `${(size / 1e3).toFixed(1)} kB` : `${(size / 1e6).toFixed(1)} MB`;
}
