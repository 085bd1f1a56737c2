import fc from 'fast-check';
import { nastyValue } from './nasty.ts';

type Json = Record<string, unknown>;
interface Change {
  /** Picks one of all the places in the JSON. */
  readonly at: number;
  readonly how: 'replace' | 'remove' | 'wrap' | 'repeat';
  readonly value: unknown;
}

/** Real JSON with up to three places changed: another value, none, a list around it, or itself again beside it. */
export function mutated<T>(real: fc.Arbitrary<T>): fc.Arbitrary<T> {
  const change: fc.Arbitrary<Change> = fc.record({
    at: fc.nat(),
    how: fc.constantFrom(
      'replace' as const,
      'replace' as const,
      'remove' as const,
      'wrap' as const,
      'repeat' as const,
    ),
    value: nastyValue,
  });
  return fc.tuple(real, fc.array(change, { maxLength: 3 })).map(([whole, changes]) => {
    const copy = JSON.parse(JSON.stringify(whole)) as T;
    for (const made of changes) apply(copy as Json, made);
    return copy;
  });
}

function apply(root: Json, { at, how, value }: Change): void {
  const places = placesIn(root);
  const [parent, key] = places[at % places.length]!;
  if (how === 'remove') delete parent[key];
  else if (how === 'wrap') parent[key] = [parent[key]];
  else if (how === 'repeat') parent[key] = [parent[key], parent[key]];
  // What arrives has come through JSON.
  else parent[key] = value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function placesIn(parent: Json, depth = 20): [Json, string][] {
  return Object.entries(parent).flatMap(([key, inner]): [Json, string][] => {
    const deeper =
      depth > 0 && typeof inner === 'object' && inner !== null ? placesIn(inner as Json, depth - 1) : [];
    return [[parent, key], ...deeper];
  });
}
