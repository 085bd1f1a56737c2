// Draws the pictures into a folder: `tsx test/charts/draw-process.ts FOLDER`. With test/charts/golden as the folder it
// renews what golden.test.ts compares with; look at them before committing.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRenderer } from '../../src/charts/renderer.ts';
import { pictures } from './pictures.ts';

const folder = process.argv[2]!;
const renderer = createRenderer();
for (const [name, create] of Object.entries(pictures)) {
  const [image] = await renderer.draw(create());
  await writeFile(join(folder, `${name}.png`), image!.png);
}
