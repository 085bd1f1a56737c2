// Holds what can be known of the packages without asking a registry; `npm run audit:online` asks one for advisories.
import { findLicenceFaults } from './dependencies/find-licence-faults.ts';
import {
  findDeprecated,
  findLoosePins,
  findStrayPackages,
  findUndecidedScripts,
  findUnfixedContent,
} from './dependencies/find-lock-faults.ts';
import { type Lockfile, type Manifest, packagesOf, readJson } from './dependencies/lockfile.ts';

const folder = process.argv[2] ?? '.';
const manifest = await readJson<Manifest>(`${folder}/package.json`);
const lockfile = await readJson<Lockfile>(`${folder}/package-lock.json`);
const installed = await readJson<Lockfile>(`${folder}/node_modules/.package-lock.json`);

const faults = [
  ...findLoosePins(manifest),
  ...findUnfixedContent(lockfile),
  ...findUndecidedScripts(manifest, lockfile),
  ...findDeprecated(manifest, lockfile),
  ...findStrayPackages(lockfile, installed),
  ...findLicenceFaults(lockfile),
];
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);
const ofProduct = packagesOf(lockfile).filter(([, { dev }]) => !dev).length;
console.log(
  `${packagesOf(lockfile).length} packages are pinned and hashed; the ${ofProduct} of the product have allowed licences`,
);
