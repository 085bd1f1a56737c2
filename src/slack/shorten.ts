/** At most `most` characters, the last one `…` where something was left out. */
export function shorten(words: string, most: number): string {
  const whole = repair(words);
  return whole.length <= most ? whole : `${whole.slice(0, most - 1).replace(/\p{Surrogate}$/u, '')}…`;
}

/** Half a surrogate pair, which can't be sent, becomes `\uFFFD`. */
export function repair(words: string): string {
  return words.replace(/\p{Surrogate}/gu, '\uFFFD');
}
