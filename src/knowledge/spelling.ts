import { distance } from 'fastest-levenshtein';
import { readLines } from './read-lines.ts';
import { isChinese } from './split-units.ts';

type Units = readonly string[];

/**
 * Mends what people mistype where it then reads as something known, and leaves alone what is known already:
 * English words by their letters (`gradiant`), Chinese phrases by their sound (`损失函树`), since most people type
 * Chinese by sound.
 *
 * @param texts all that is known, in units
 * @param phrases what Chinese is mended to, in units
 * @param homophones path of a file with lines `sound characters`
 */
export function createSpeller(texts: readonly Units[], phrases: readonly Units[], homophones: string) {
  const mendWord = createWordSpeller(texts);
  const mendChinese = createChineseSpeller(texts, phrases, homophones);
  return (units: Units): Units => mendChinese(units).map((unit) => mendWord(unit));
}

function createWordSpeller(texts: readonly Units[]): (word: string) => string {
  const known = new Set(texts.flat());
  const byInitial = new Map<string, string[]>();
  for (const word of known) {
    if (!isLongWord(word)) continue;
    const sameInitial = byInitial.get(word.charAt(0));
    if (sameInitial) sameInitial.push(word);
    else byInitial.set(word.charAt(0), [word]);
  }
  return (word) => {
    if (known.has(word) || !isLongWord(word)) return word;
    let nearest = word;
    let fewest = word.length < 7 ? 2 : 3;
    for (const candidate of byInitial.get(word.charAt(0)) ?? []) {
      if (Math.abs(candidate.length - word.length) >= fewest) continue;
      const edits = distance(word, candidate);
      if (edits < fewest) [nearest, fewest] = [candidate, edits];
    }
    return nearest;
  };
}

function isLongWord(unit: string): boolean {
  return /^[a-z]{4,}$/.test(unit);
}

function createChineseSpeller(texts: readonly Units[], phrases: readonly Units[], homophones: string) {
  const sounds = new Map<string, string>();
  for (const line of readLines(homophones)) {
    const [sound = '', characters = ''] = line.split(' ');
    for (const character of characters) sounds.set(character, sound);
  }
  const soundOf = (units: Units) => units.map((unit) => sounds.get(unit) ?? unit).join(' ');
  const pairs = new Set(texts.flatMap((units) => units.slice(1).map((unit, i) => `${units[i]}${unit}`)));
  const isOdd = (units: Units) => units.some((unit, i) => i > 0 && !pairs.has(`${units[i - 1]}${unit}`));
  const bySound = new Map(
    phrases
      .filter((phrase) => phrase.length > 1 && phrase.every(isChinese))
      .map((phrase) => [soundOf(phrase), phrase]),
  );
  const longest = Math.max(...[...bySound.values()].map((phrase) => phrase.length));

  return (units: Units): Units => {
    const mended = [...units];
    for (let i = 0; i < units.length; i++) {
      if (!isChinese(units[i]!)) continue;
      for (let length = Math.min(longest, units.length - i); length > 1; length--) {
        const heard = units.slice(i, i + length);
        const meant = isOdd(heard) ? bySound.get(soundOf(heard)) : undefined;
        if (meant === undefined) continue;
        mended.splice(i, length, ...meant);
        i += length - 1;
        break;
      }
    }
    return mended;
  };
}
