import { join } from 'node:path';
import { GlobalFonts } from '@napi-rs/canvas';
import { projectRoot } from '../project-root.ts';

/**
 * What pictures are set in, first to last. The first two are shipped and have every character that is drawn;
 * the others are for a QuickChart server, which has fonts of its own.
 */
export const FONT_FAMILY =
  '"Theta Text", "Theta Signs", "Noto Sans SC", "Noto Sans CJK SC", "Noto Sans", sans-serif';

/** Aliases that no installed font has, so that none can take their place. */
const FILES = {
  'noto-sans-sc-regular.ttf': 'Theta Text',
  'noto-sans-sc-bold.ttf': 'Theta Text',
  'noto-sans-signs-regular.ttf': 'Theta Signs',
  'noto-sans-signs-bold.ttf': 'Theta Signs',
};

/** @throws Error when a font can't be read: without one, text comes out blank and nothing says so. */
export function registerFonts(folder: string = join(projectRoot, 'src/charts/fonts')): void {
  for (const [file, family] of Object.entries(FILES)) {
    const path = join(folder, file);
    if (!GlobalFonts.registerFromPath(path, family)) throw new Error(`The font ${path} can't be read`);
  }
}
