import { createCanvas } from '@napi-rs/canvas';
import { broken, type Checkup, well } from '../checkup/finding.ts';
import type { Locale } from '../locales/locale.ts';
import { checkWords } from './check-words.ts';
import { FONT_FAMILY, registerFonts } from './fonts.ts';

/** English, Chinese, mathematics. */
const SAMPLES = ['A', '学', 'θ', 'ŷ'];
const SIZE = 48;
/** No font has it: what is drawn in its place stands for every missing character. */
const UNASSIGNED = '\u{10fffd}';

/** Whether the shipped fonts load and draw something. @param folder another place to look for them */
export async function* checkFonts(locale: Locale, folder?: string): Checkup {
  const words = checkWords[locale];
  try {
    registerFonts(folder);
  } catch (error) {
    return yield broken(words.noFonts((error as Error).message));
  }
  const blank = SAMPLES.filter((character) => !canDraw(character));
  yield blank.length === 0 ? well(words.fonts(SAMPLES)) : broken(words.blank(blank));
}

function canDraw(character: string): boolean {
  return ['', 'bold '].every((weight) => {
    const drawn = draw(character, weight);
    return drawn.some((value) => value !== 0) && !drawn.equals(draw(UNASSIGNED, weight));
  });
}

function draw(character: string, weight: string): Buffer {
  const canvas = createCanvas(SIZE, SIZE);
  const context = canvas.getContext('2d');
  context.font = `${weight}${SIZE * 0.7}px ${FONT_FAMILY}`;
  context.fillText(character, 2, SIZE * 0.8);
  return canvas.data();
}
