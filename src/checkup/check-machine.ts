import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Locale } from '../locales/locale.ts';
import { broken, type Checkup, doubtful, well } from './finding.ts';
import { machineWords } from './machine-words.ts';

export interface Machine {
  /** `20.20.1` */
  readonly nodeVersion: string;
  /** Undefined where the embedded store is not used. */
  readonly dataDir: string | undefined;
  /** Bytes that a user may still write at a path. */
  readonly freeSpace?: (path: string) => Promise<number>;
}

/** As package.json has it under `engines`. */
const OLDEST_NODE = '20.20';
/** Bytes. A thousand runs take half a megabyte; SQLite's log and a full disk's other writers want some more. */
const LITTLE_SPACE = 200e6;
const NO_SPACE = 20e6;

/** Node's version, and the folder of the embedded store. */
export async function* checkMachine(machine: Machine, locale: Locale): Checkup {
  const { nodeVersion, dataDir, freeSpace = readFreeSpace } = machine;
  const words = machineWords[locale];
  const newEnough = nodeVersion.localeCompare(OLDEST_NODE, 'en', { numeric: true }) >= 0;
  yield newEnough ? well(words.node(nodeVersion)) : broken(words.oldNode(nodeVersion, OLDEST_NODE));
  if (dataDir === undefined) return;

  const place = await findExisting(resolve(dataDir));
  try {
    if (!(await stat(place)).isDirectory()) throw new Error('not a folder');
    await access(place, constants.W_OK | constants.X_OK);
  } catch {
    yield broken(words.notWritable(dataDir));
    return;
  }
  const free = await freeSpace(place);
  const megabytes = Math.floor(free / 1e6);
  if (free < NO_SPACE) yield broken(words.noSpace(dataDir, megabytes));
  else if (free < LITTLE_SPACE) yield doubtful(words.littleSpace(dataDir, megabytes));
  else yield well(words.folder(dataDir, megabytes));
}

/** The path itself, or the nearest folder above in which it would be made. */
async function findExisting(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return found || dirname(path) === path ? path : findExisting(dirname(path));
}

async function readFreeSpace(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
}
