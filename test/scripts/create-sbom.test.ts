import { beforeAll, describe, expect, it } from 'vitest';
import { createSbom, type Sbom } from '../../scripts/dependencies/create-sbom.ts';
import {
  type Lockfile,
  type Manifest,
  nameOf,
  packagesOf,
  readJson,
} from '../../scripts/dependencies/lockfile.ts';

let sbom: Sbom;
beforeAll(async () => {
  sbom = await createSbom('.');
});

describe('the SBOM', () => {
  it('is CycloneDX, of this product', () => {
    expect(sbom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: expect.stringMatching(/^1\.[5-9]$/) });
    expect(sbom.metadata.component).toMatchObject({ type: 'application', name: 'theta' });
  });

  it('holds exactly the packages that the lockfile has for the product, at their versions', async () => {
    const lockfile = await readJson<Lockfile>('package-lock.json');
    const locked = packagesOf(lockfile)
      .filter(([, { dev }]) => !dev)
      .map(([folder, { version }]) => `${nameOf(folder)}@${version}`);
    const listed = sbom.components.map(({ name, version }) => `${name}@${version}`);
    expect(listed.toSorted()).toEqual([...new Set(locked)].sort());
  });

  it('holds every production dependency of package.json, also what development shares', async () => {
    const { dependencies = {}, optionalDependencies = {} } = await readJson<Manifest>('package.json');
    const listed = sbom.components.map(({ name, version }) => `${name}@${version}`);
    const direct = Object.entries({ ...dependencies, ...optionalDependencies });
    expect(listed).toEqual(expect.arrayContaining(direct.map(([name, version]) => `${name}@${version}`)));
    expect(listed.some((package_) => /^(vitest|typescript|knip)@/.test(package_))).toBe(false);
  });

  it('gives each package an address, a hash and a licence, and refers only to what it holds', () => {
    for (const component of sbom.components)
      expect(component).toMatchObject({
        purl: expect.stringMatching(/^pkg:npm\//),
        hashes: [{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }],
        licenses: [expect.anything()],
      });
    const refs = [sbom.metadata.component, ...sbom.components].map((component) => component['bom-ref']);
    const mentioned = sbom.dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]);
    expect(refs).toEqual(expect.arrayContaining([...new Set(mentioned)]));
    expect(sbom.dependencies.find(({ ref }) => ref.startsWith('theta@'))?.dependsOn.length).toBeGreaterThan(
      15,
    );
  });
});
