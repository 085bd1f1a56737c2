// The folder of compiled commands is the registry: one whose source is gone must go too. tsc never deletes.
import { existsSync, readdirSync, rmSync } from 'node:fs';

const compiled = new URL('../dist/commands/', import.meta.url);
for (const file of existsSync(compiled) ? readdirSync(compiled) : []) {
  const source = new URL(`../commands/${file.replace(/\.js$/, '.ts')}`, import.meta.url);
  if (!existsSync(source)) rmSync(new URL(file, compiled));
}
