import { resolve } from 'node:path';
import ts from 'typescript';

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/**
 * Holds manifests against Kubernetes's own OpenAPI document, in both forms in which kubernetes-models carries it: its
 * validators know required fields, types and formats, but let unknown fields pass, as the document does; its types, by
 * the compiler, know those. The API server would drop an unknown field without a word.
 */
export async function findManifestFaults(manifests: readonly Manifest[]): Promise<string[]> {
  const invalid = await Promise.all(manifests.map(validate));
  return [...invalid.flat(), ...typecheck(manifests)];
}

function nameOf({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.name}`;
}

function moduleOf({ apiVersion, kind }: Manifest): string {
  return `kubernetes-models/${apiVersion}/${kind}`;
}

async function validate(manifest: Manifest): Promise<string[]> {
  try {
    const models = await import(moduleOf(manifest));
    new models[manifest.kind](manifest).validate();
    return [];
  } catch (error) {
    return [`${nameOf(manifest)}: ${(error as Error).message}`];
  }
}

/** Each manifest as a literal of its type, one a line, so that a complaint's line tells which it is about. */
function typecheck(manifests: readonly Manifest[]): string[] {
  const text = manifests
    .map((manifest, i) => {
      const type = `import('${moduleOf(manifest)}').I${manifest.kind}`;
      return `export const manifest${i}: ${type} = ${JSON.stringify(manifest)};`;
    })
    .join('\n');
  const path = resolve('manifests.ts');
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile;
  host.getSourceFile = (file, ...rest) =>
    resolve(file) === path ? ts.createSourceFile(file, text, ts.ScriptTarget.ES2023) : read(file, ...rest);
  const program = ts.createProgram([path], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const line = file?.getLineAndCharacterOfPosition(start).line ?? -1;
    const manifest = manifests[line];
    return `${manifest ? nameOf(manifest) : 'all'}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}
