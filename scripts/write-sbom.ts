// Writes sbom.cdx.json: what the product is made of, for who runs it.
import { writeFile } from 'node:fs/promises';
import { createSbom } from './dependencies/create-sbom.ts';

const sbom = await createSbom('.');
await writeFile('sbom.cdx.json', `${JSON.stringify(sbom, null, 2)}\n`);
console.log(`sbom.cdx.json: ${sbom.components.length} packages`);
