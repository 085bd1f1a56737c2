import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { createRenderer } from '../../src/charts/renderer.ts';
import { pictures } from './pictures.ts';

const renderer = createRenderer();

/** Mean brightness of each cell of a grid, which edges drawn a shade differently on another machine don't change. */
async function coarsen(picture: Buffer | string): Promise<Uint8ClampedArray> {
  const image = await loadImage(picture);
  const [width, height] = [Math.round(image.width / 10), Math.round(image.height / 10)];
  const context = createCanvas(width, height).getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, width, height);
  return context.getImageData(0, 0, width, height).data;
}

describe('pictures', () => {
  it.each(Object.keys(pictures))('%s looks as it was approved', async (name) => {
    const [image] = await renderer.draw(pictures[name]!());
    const drawn = await coarsen(Buffer.from(image!.png));
    const approved = await coarsen(join(import.meta.dirname, 'golden', `${name}.png`));
    expect(drawn.length).toBe(approved.length);
    const changed = drawn.reduce((count, value, i) => count + Number(Math.abs(value - approved[i]!) > 24), 0);
    expect(changed / drawn.length).toBeLessThan(0.002);
  });
});
