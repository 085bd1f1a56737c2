import { readFileSync } from 'node:fs';

/** The lines of a data file without comments and empty ones. */
export function readLines(path: string): string[] {
  return readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'));
}
