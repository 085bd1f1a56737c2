const UNIT = /[a-z0-9]+(?:\.[0-9]+)*|\p{Script=Han}|[^\s\p{P}]/gu;
const HAN = /^\p{Script=Han}$/u;

/** Words, numbers, symbols and Chinese characters, one by one. Takes simplified script. */
export function splitUnits(text: string): string[] {
  return text.match(UNIT) ?? [];
}

export function isChinese(unit: string): boolean {
  return HAN.test(unit);
}

/** `vanishing`, `vanished` → `vanish`. Rough: both sides of a comparison go through it. */
export function stem(unit: string): string {
  if (unit.length < 4) return unit;
  return unit.replace(/ies$/, 'y').replace(/(?<=...)(ing|ed|es|s|ly|er|ers|ion|ions|al|e)$/, '');
}
