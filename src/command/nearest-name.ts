import { distance } from 'fastest-levenshtein';

/** The known name that `typed` most likely meant, if one is near: at most a third of its letters differ. */
export function nearestName(typed: string, known: readonly string[]): string | undefined {
  const scored = known
    .map((name) => ({ name, edits: name.startsWith(typed) && typed.length > 1 ? 1 : distance(typed, name) }))
    .sort((a, b) => a.edits - b.edits);
  const best = scored[0];
  const most = best && best.name.length > 1 ? Math.ceil(best.name.length / 3) : 0;
  return best && best.edits <= most ? best.name : undefined;
}
