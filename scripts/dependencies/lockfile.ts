import { readFile } from 'node:fs/promises';

/** What we read of package.json. */
export interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  /** Whether a package's install script may run, for each package that has one. */
  readonly allowScripts?: Readonly<Record<string, boolean>>;
}

/** A package in package-lock.json, version 3, or in node_modules/.package-lock.json. */
export interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly deprecated?: string;
  /** Only development needs it. */
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

export interface Lockfile {
  /** By folder: `node_modules/pg`; '' is the project itself. */
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

export async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8'));
}

/** All packages with their folders, without the project itself. */
export function packagesOf({ packages }: Lockfile): (readonly [folder: string, locked: LockedPackage])[] {
  return Object.entries(packages).filter(([folder]) => folder !== '');
}

/** `node_modules/a/node_modules/@b/c` → `@b/c` */
export function nameOf(folder: string): string {
  return folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
