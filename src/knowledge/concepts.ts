import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { splitUnits, stem } from './split-units.ts';

export interface Concepts {
  /** Every phrase that stands for a concept, in units. */
  readonly phrases: readonly (readonly string[])[];
  /** The concepts that units speak of, in their order, each once; of overlapping phrases the longest counts. */
  find(units: readonly string[]): readonly string[];
}

/** Reads `concept: phrase, phrase, …` from a YAML file. Phrases match whatever the ending of their English words. */
export function readConcepts(path: string): Concepts {
  const phrases: string[][] = [];
  const concepts = new Map<string, string>();
  for (const [concept, list] of Object.entries(parse(readFileSync(path, 'utf8')) as Record<string, string>)) {
    for (const phrase of list.split(', ').map(splitUnits)) {
      phrases.push(phrase);
      concepts.set(keyOf(phrase), concept);
    }
  }
  const longest = Math.max(...phrases.map((phrase) => phrase.length));

  function find(units: readonly string[]): readonly string[] {
    const found = new Set<string>();
    for (let i = 0; i < units.length; i++) {
      for (let length = Math.min(longest, units.length - i); length > 0; length--) {
        const concept = concepts.get(keyOf(units.slice(i, i + length)));
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

function keyOf(units: readonly string[]): string {
  return units.map(stem).join(' ');
}
