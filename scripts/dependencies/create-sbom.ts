import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Manifest, readJson } from './lockfile.ts';

interface Component {
  readonly 'bom-ref': string;
  name: string;
  readonly version: string;
  readonly purl: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

/** A CycloneDX document: what the product is made of. */
export interface Sbom {
  readonly bomFormat: 'CycloneDX';
  readonly specVersion: string;
  readonly metadata: { readonly component: Component };
  components: Component[];
  dependencies: { readonly ref: string; dependsOn: string[] }[];
}

/**
 * Lists every package of the product, on all platforms, with version, hash and licence, from the lockfile.
 * npm's own `--omit dev` also leaves out what development needs as well, pg and zod among it (npm/cli#7909); so
 * development's packages are taken out here, by npm's mark on each.
 */
export async function createSbom(folder: string): Promise<Sbom> {
  const args = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only'];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: folder, maxBuffer: 64 * 2 ** 20 });
  const sbom: Sbom = JSON.parse(stdout);
  const { name } = await readJson<Manifest>(`${folder}/package.json`);
  // npm takes the folder's name.
  sbom.metadata.component.name = name;
  sbom.components = sbom.components.filter((component) => !isForDevelopment(component));
  const kept = new Set(
    [sbom.metadata.component, ...sbom.components].map((component) => component['bom-ref']),
  );
  sbom.dependencies = sbom.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) }));
  return sbom;
}

function isForDevelopment({ properties = [] }: Component): boolean {
  return properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true');
}
