import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { splitUnits, stem } from './split-units.ts';

export interface Concepts {
  /** Every phrase that stands for a concept, in units. */
  readonly phrases: readonly (readonly string[])[];
  /** The concepts that stemmed units speak of, in their order, each once; of overlapping phrases the longest counts. */
  find(stems: readonly string[]): readonly string[];
}

/** Reads `concept: phrase, phrase, …` from a YAML file. Phrases match whatever the ending of their English words. */
export function readConcepts(path: string): Concepts {
  const phrases: string[][] = [];
  const concepts = new Map<string, string>();
  /** By the stem that a phrase begins with, the units of the longest such phrase. */
  const longest = new Map<string, number>();
  for (const [concept, list] of Object.entries(parse(readFileSync(path, 'utf8')) as Record<string, string>)) {
    for (const phrase of list.split(', ').map(splitUnits)) {
      phrases.push(phrase);
      const stems = phrase.map(stem);
      concepts.set(stems.join(' '), concept);
      longest.set(stems[0]!, Math.max(longest.get(stems[0]!) ?? 0, stems.length));
    }
  }

  function find(stems: readonly string[]): readonly string[] {
    const found = new Set<string>();
    for (let i = 0; i < stems.length; i++) {
      for (let length = Math.min(longest.get(stems[i]!) ?? 0, stems.length - i); length > 0; length--) {
        const concept = concepts.get(stems.slice(i, i + length).join(' '));
        if (concept === undefined) continue;
        found.add(concept);
        i += length - 1;
        break;
      }
    }
    return [...found];
  }

  return { phrases, find };
}
