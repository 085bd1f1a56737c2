import satisfies from 'spdx-satisfies';
import { type Lockfile, packagesOf } from './lockfile.ts';

/** Licences that ask for no more than to be named. */
const ALLOWED = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0'];

/** Packages of the product (not of its development) whose licence is missing, unreadable, or not allowed. */
export function findLicenceFaults(lockfile: Lockfile): string[] {
  return packagesOf(lockfile)
    .filter(([, { dev, license }]) => !dev && !isAllowed(license))
    .map(([folder, { license }]) => `${folder}: licence ${license ?? 'not declared'}`);
}

function isAllowed(licence: string | undefined): boolean {
  try {
    return licence !== undefined && satisfies(licence, ALLOWED);
  } catch {
    // No expression of SPDX: “SEE LICENSE IN …”, “UNLICENSED”.
    return false;
  }
}
