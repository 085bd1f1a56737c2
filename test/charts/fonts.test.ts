import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { registerFonts } from '../../src/charts/fonts.ts';
import { createPanels } from '../../src/charts/panels.ts';
import { createRenderer } from '../../src/charts/renderer.ts';
import { toSourceText } from '../../src/charts/source-text.ts';
import { chartWords } from '../../src/charts/words.ts';
import { pictures } from './pictures.ts';

const fonts = join(import.meta.dirname, '../../src/charts/fonts');

/** The characters that a TrueType font has: the segments of its cmap table in format 4. */
async function readCharacters(file: string): Promise<Set<number>> {
  const font = await readFile(join(fonts, file));
  const records = Array.from({ length: font.readUInt16BE(4) }, (_, i) => 12 + 16 * i);
  const cmap = font.readUInt32BE(records.find((at) => font.toString('latin1', at, at + 4) === 'cmap')! + 8);
  const characters = new Set<number>();
  for (let i = 0; i < font.readUInt16BE(cmap + 2); i++) {
    const table = cmap + font.readUInt32BE(cmap + 8 + 8 * i);
    if (font.readUInt16BE(table) !== 4) continue;
    const segments = font.readUInt16BE(table + 6) / 2;
    for (let k = 0; k < segments; k++) {
      const end = font.readUInt16BE(table + 14 + 2 * k);
      for (let code = font.readUInt16BE(table + 16 + 2 * (segments + k)); code <= end; code++)
        characters.add(code);
    }
  }
  return characters;
}

/** Every string that can be drawn: all words, and what panels make of numbers. */
function drawnText(): string {
  const words = JSON.stringify(chartWords, (_, value) =>
    typeof value === 'function' ? value(12_345.678e20, 1_000) + value(1.2e-34, 1) : value,
  );
  return (
    words + Object.values(pictures).map((create) => toSourceText(createPanels(create()).map((p) => p.config)))
  );
}

describe('fonts', () => {
  it.each(['regular', 'bold'])('have every character that is drawn, %s', async (weight) => {
    const text = await readCharacters(`noto-sans-sc-${weight}.ttf`);
    const signs = await readCharacters(`noto-sans-signs-${weight}.ttf`);
    const known = new Set([...text, ...signs]);
    const missing = [...new Set(`${drawnText()}ŷθηαΣ∂∇≈→≤≥×·−²₀∞⁰¹²³⁴⁵⁶⁷⁸⁹⁻`)].filter(
      (character) => !known.has(character.codePointAt(0)!) && !/[\n\t]/.test(character),
    );
    expect(missing).toEqual([]);
  });

  it('draw the same bytes with the system’s fonts hidden', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'theta-fonts-'));
    const script = join(import.meta.dirname, 'draw-process.ts');
    const env = { ...process.env, DISABLE_SYSTEM_FONTS_LOAD: '1' };
    await promisify(execFile)(process.execPath, ['--import', 'tsx', script, folder], { env });
    const renderer = createRenderer();
    for (const [name, create] of Object.entries(pictures)) {
      const [image] = await renderer.draw(create());
      expect(Buffer.compare(await readFile(join(folder, `${name}.png`)), Buffer.from(image!.png)), name).toBe(
        0,
      );
    }
    await rm(folder, { recursive: true });
  });

  it('fail loudly when they are not there', () => {
    expect(() => registerFonts(tmpdir())).toThrow(/font .+ can't be read/);
  });
});
