import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findLicenceFaults } from '../../scripts/dependencies/find-licence-faults.ts';
import {
  findDeprecated,
  findLoosePins,
  findStrayPackages,
  findUndecidedScripts,
  findUnfixedContent,
} from '../../scripts/dependencies/find-lock-faults.ts';
import type { LockedPackage, Lockfile, Manifest } from '../../scripts/dependencies/lockfile.ts';
import { nameOf, readJson } from '../../scripts/dependencies/lockfile.ts';

const manifest = await readJson<Manifest>('package.json');
const lockfile = await readJson<Lockfile>('package-lock.json');

/** The real lockfile with one package changed or added. */
function doctor(folder: string, change: LockedPackage): Lockfile {
  return { packages: { ...lockfile.packages, [folder]: { ...lockfile.packages[folder], ...change } } };
}

describe('each check finds what was doctored', () => {
  it.each(['^1.2.3', '~1.2.3', '1.2', '*', 'latest', 'github:owner/name', 'npm:other@1.2.3', 'file:../pg'])(
    'a version like %s',
    (version) => {
      const loose = { ...manifest, dependencies: { ...manifest.dependencies, pg: version } };
      expect(findLoosePins(loose)).toEqual([`pg: “${version}” is no exact version`]);
    },
  );

  it('a package from an address, and one without a hash or with a weak one', () => {
    const elsewhere = 'git+ssh://git@example.org/pg.git#0123';
    expect(findUnfixedContent(doctor('node_modules/pg', { resolved: elsewhere }))).toEqual([
      `node_modules/pg: comes from ${elsewhere}`,
    ]);
    for (const integrity of ['', 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk='])
      expect(findUnfixedContent(doctor('node_modules/pg', { integrity }))).toEqual([
        'node_modules/pg: has no SHA-512 hash',
      ]);
  });

  it('a new install script, and a decision on a package that has none', () => {
    const sneaky = doctor('node_modules/express/node_modules/@a/b', {
      version: '1.0.0',
      hasInstallScript: true,
    });
    expect(findUndecidedScripts(manifest, sneaky)).toEqual([
      '@a/b: runs a script when installed; say in allowScripts whether it may',
    ]);
    const stale = { ...manifest, allowScripts: { ...manifest.allowScripts, pg: true } };
    expect(findUndecidedScripts(stale, lockfile)).toEqual(['pg: is in allowScripts, but runs no script']);
  });

  it('a direct dependency that its authors gave up', () => {
    expect(findDeprecated(manifest, doctor('node_modules/pg', { deprecated: 'use qg' }))).toEqual([
      'pg: deprecated: use qg',
    ]);
  });

  it('an installed package of another version, of other bytes, or from nowhere', () => {
    const found = (change: LockedPackage) => ({ packages: { 'node_modules/pg': change } });
    const pg = lockfile.packages['node_modules/pg'] as LockedPackage;
    expect(findStrayPackages(lockfile, found(pg))).toEqual([]);
    expect(findStrayPackages(lockfile, found({ ...pg, version: '99.0.0' }))).toEqual([
      `node_modules/pg: 99.0.0 is installed, ${pg.version} is locked; run npm ci`,
    ]);
    expect(findStrayPackages(lockfile, found({ ...pg, integrity: 'sha512-other' }))).toHaveLength(1);
    expect(findStrayPackages(lockfile, { packages: { 'node_modules/evil': { version: '1.0.0' } } })).toEqual([
      'node_modules/evil: 1.0.0 is installed, nothing is locked; run npm ci',
    ]);
  });

  it.each([
    'GPL-3.0-only',
    'MIT AND GPL-3.0-only',
    'AGPL-3.0-or-later',
    'SEE LICENSE IN LICENSE',
    'UNLICENSED',
    undefined,
  ])('the licence %s', (license) => {
    const doctored = { packages: { 'node_modules/pg': { ...(license && { license }) } } };
    expect(findLicenceFaults(doctored)).toEqual([`node_modules/pg: licence ${license ?? 'not declared'}`]);
  });

  it('no licence where one of several that we may choose from is allowed, nor in development', () => {
    const either = { packages: { 'node_modules/a': { license: '(GPL-2.0-only OR MIT)' } } };
    const tool = { packages: { 'node_modules/b': { license: 'GPL-3.0-only', dev: true } } };
    expect([...findLicenceFaults(either), ...findLicenceFaults(tool)]).toEqual([]);
  });
});

describe('npm run check:dependencies', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'theta-dependencies-'));
    await mkdir(join(folder, 'node_modules'));
    for (const file of ['package.json', 'package-lock.json', 'node_modules/.package-lock.json'])
      await copyFile(file, join(folder, file));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const check = () =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/check-dependencies.ts', folder]);

  it('passes this project', async () => {
    expect((await check()).stdout).toMatch(
      /^\d{3,} packages are pinned and hashed; the \d{3,} of the product/,
    );
  });

  it('exits with 1 and names every fault', async () => {
    const doctored = doctor('node_modules/pg', { license: 'GPL-3.0-only', integrity: '' });
    await writeFile(join(folder, 'package-lock.json'), JSON.stringify(doctored));
    const failed = await check().catch((error) => error);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('node_modules/pg: has no SHA-512 hash\n');
    expect(failed.stderr).toContain('node_modules/pg: licence GPL-3.0-only\n');
  });
});

it('names packages by their innermost folder', () => {
  expect(nameOf('node_modules/a/node_modules/@b/c')).toBe('@b/c');
});
