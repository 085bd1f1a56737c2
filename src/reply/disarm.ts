/** Breaks or commands a line: controls (terminals obey some), line and paragraph separators. */
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
/** Not seen, or moves what stands around it: bidirectional controls, zero widths, blank letters. Emoji and some scripts are spelled with the four that stay. */
const UNSEEN = /(?![\u200C-\u200D]|[\uFE0E-\uFE0F])[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/gu;
/** More marks on one letter than any language writes, so that they spill over the lines above and below. */
const PILES = /(\p{M}{4})\p{M}+/gu;

/**
 * What a person wrote, as it may stand among our words: every character that is seen, on one line. What would reorder,
 * hide or cover the words around it goes.
 */
export function disarm(words: string): string {
  return words
    .replace(BREAKS, ' ')
    .replace(UNSEEN, '')
    .replace(PILES, '$1')
    .replace(/\p{Surrogate}/gu, '\uFFFD');
}

/** Hebrew, Arabic and the other scripts that run from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** Keeps the direction of words from spreading to what stands beside them. */
export function isolate(words: string): string {
  return RIGHT_TO_LEFT.test(words) ? `\u2068${words}\u2069` : words;
}
