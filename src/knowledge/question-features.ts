import type { Concepts } from './concepts.ts';
import { isChinese, stem } from './split-units.ts';

export type Features = ReadonlyMap<string, number>;

/** Units that shape a question and say little about its topic. */
const FUNCTION_WORDS = new Set(
  `a an the is are was were be been do does did of to in on for and or it its this that i me my you your we our they
  their what which who how why when where can could will would should shall may might have has had with by at from as
  so if there any some just about get s t m re ll ve d please tell`.split(/\s+/),
);
/** The weight of function words and of single Chinese characters, which are rarely whole words. */
const FAINT = 0.5;
/** Concepts about the asking, not about what is asked. */
const ASKING = new Set(['ask', 'how', 'which']);
const MOST_CONCEPTS_PAIRED = 12;

/**
 * What a question is made of, each with a weight: its units, neighbouring units, its concepts, and pairs of concepts,
 * which tell “new jobs” from “jobs that vanish” in any words, order and language.
 */
export function questionFeatures(units: readonly string[], concepts: Concepts): Features {
  const features = new Map<string, number>();
  const add = (feature: string, weight: number) => {
    features.set(feature, Math.max(features.get(feature) ?? 0, weight));
  };
  const stems = units.map(stem);
  units.forEach((unit, i) => {
    const next = units[i + 1];
    add(stems[i]!, isChinese(unit) || FUNCTION_WORDS.has(unit) ? FAINT : 1);
    if (next === undefined || isChinese(unit) !== isChinese(next)) return;
    const faint = FUNCTION_WORDS.has(unit) || FUNCTION_WORDS.has(next);
    add(`${stems[i]} ${stems[i + 1]}`, faint ? FAINT : 1);
  });
  const found = concepts.find(stems);
  for (const concept of found) add(`=${concept}`, 1);
  const paired = found.filter((concept) => !ASKING.has(concept)).slice(0, MOST_CONCEPTS_PAIRED);
  paired.sort().forEach((one, i) => {
    for (const other of paired.slice(i + 1)) add(`=${one}&${other}`, 1);
  });
  return features;
}
