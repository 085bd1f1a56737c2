import { type LockedPackage, type Lockfile, type Manifest, nameOf, packagesOf } from './lockfile.ts';

const EXACT = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** Direct dependencies that are not pinned to one version of the registry. */
export function findLoosePins(manifest: Manifest): string[] {
  return Object.entries(directOf(manifest))
    .filter(([, version]) => !EXACT.test(version))
    .map(([name, version]) => `${name}: “${version}” is no exact version`);
}

/** Packages that could be other bytes tomorrow: from elsewhere than the registry, or without a hash of their content. */
export function findUnfixedContent(lockfile: Lockfile): string[] {
  return packagesOf(lockfile).flatMap(([folder, { resolved, integrity }]) => [
    // .npmrc leaves the registry's own addresses out; what is there comes from elsewhere.
    ...(resolved === undefined ? [] : [`${folder}: comes from ${resolved}`]),
    ...(integrity?.startsWith('sha512-') ? [] : [`${folder}: has no SHA-512 hash`]),
  ]);
}

/** Install scripts that nobody decided on, and decisions about packages that are gone. */
export function findUndecidedScripts({ allowScripts = {} }: Manifest, lockfile: Lockfile): string[] {
  const scripted = new Set(
    packagesOf(lockfile)
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([folder]) => nameOf(folder)),
  );
  return [
    ...[...scripted]
      .filter((name) => !(name in allowScripts))
      .map((name) => `${name}: runs a script when installed; say in allowScripts whether it may`),
    ...Object.keys(allowScripts)
      .filter((name) => !scripted.has(name))
      .map((name) => `${name}: is in allowScripts, but runs no script`),
  ];
}

/** Direct dependencies that their authors have given up; npm notes it in the lockfile when the registry says so. */
export function findDeprecated(manifest: Manifest, { packages }: Lockfile): string[] {
  return Object.keys(directOf(manifest))
    .map((name) => [name, packages[`node_modules/${name}`]?.deprecated] as const)
    .filter(([, reason]) => reason !== undefined)
    .map(([name, reason]) => `${name}: deprecated: ${reason}`);
}

/** Installed packages that are not those of the lockfile. */
export function findStrayPackages(lockfile: Lockfile, installed: Lockfile): string[] {
  const isSame = (one: LockedPackage, other: LockedPackage | undefined) =>
    one.version === other?.version && one.integrity === other?.integrity;
  return packagesOf(installed)
    .filter(([folder, found]) => !isSame(found, lockfile.packages[folder]))
    .map(([folder, { version }]) => {
      const locked = lockfile.packages[folder]?.version;
      return `${folder}: ${version} is installed, ${locked ?? 'nothing'} is locked; run npm ci`;
    });
}

function directOf({ dependencies, optionalDependencies, devDependencies }: Manifest): Record<string, string> {
  return { ...dependencies, ...optionalDependencies, ...devDependencies };
}
