import { readLines } from './read-lines.ts';

/**
 * One spelling for what is written in many: full-width letters, capitals, Traditional Chinese.
 * `path` holds pairs `traditional=simplified`, words before characters.
 */
export function createScriptSimplifier(path: string): (text: string) => string {
  const pairs = readLines(path).flatMap((line) =>
    line.split(' ').map((pair) => pair.split('=') as [string, string]),
  );
  const characters = new Map(pairs.filter(([from]) => from.length === 1));
  const words = pairs.filter(([from]) => from.length > 1);
  return (text) => {
    let plain = text.normalize('NFKC').toLowerCase();
    for (const [from, to] of words) plain = plain.replaceAll(from, to);
    return plain.replace(/\p{Script=Han}/gu, (character) => characters.get(character) ?? character);
  };
}
