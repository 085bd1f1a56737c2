import assert from 'node:assert/strict';
import type { Locale } from '../../src/locales/locale.ts';
import { toPlainText } from '../../src/reply/plain-text.ts';
import type { Block, Reply } from '../../src/reply/reply.ts';
import { plain } from '../../src/reply/text.ts';

/** What no person should ever read: JavaScript's own words, stacks, paths, and what the tests hide as secrets. */
const LEAKS = [
  /undefined/,
  /NaN/,
  /\[object /,
  /function\s*\(/,
  /\bat .+:\d+:\d+/,
  /node_modules/,
  /file:\/\//,
];

/** Reorders or hides what stands around it. Our own isolates come in pairs, and joiners and selectors spell emoji. */
const HIDDEN =
  /(?![\u200C-\u200D]|[\uFE0E-\uFE0F]|[\u2068\u2069\n])[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029]/u;
const HAN = /\p{Script=Han}/u;
const SURROGATE = /\p{Surrogate}/u;

/**
 * Every answer is words in the asker's language, and nothing but: no fault, nothing of the machine, nothing that would
 * move or hide our own words.
 * @param asked what went in, as text: what it says itself may stand in the answer
 */
export function checkReply(reply: Reply, asked: string, locale: Locale): void {
  const text = toPlainText(reply);
  assert(reply.blocks.length > 0 && text.trim() !== '', 'an empty answer');
  assert(reply.audience === 'asker' || reply.error === undefined, 'a mistake in public');
  assert.notEqual(reply.error?.code, 'fault');
  assert.notEqual(reply.error?.code, 'store-unavailable');
  for (const leak of LEAKS) {
    if (leak.test(text)) assert.match(asked, new RegExp(leak.source, 'i'), `“${leak.source}” in: ${text}`);
  }
  for (const secret of [process.cwd(), process.execPath]) assert(!text.includes(secret), secret);
  for (const words of reply.blocks.flatMap(wordsOf)) {
    assert(words !== '', 'an empty label or name');
    assert.doesNotMatch(words, HIDDEN);
    assert.doesNotMatch(words, SURROGATE);
    assert.equal(words.split('\u2068').length, words.split('\u2069').length, 'isolates in pairs');
  }
  if (locale === 'zh') assert.match(text, HAN);
  else if (!HAN.test(asked.normalize('NFKC'))) assert.doesNotMatch(text, HAN);
  for (const block of reply.blocks) {
    if (block.kind !== 'buttons') continue;
    for (const { id } of block.buttons) assert(id.length >= 1 && id.length <= 100, id);
  }
  JSON.stringify(reply);
}

function wordsOf(block: Block): string[] {
  switch (block.kind) {
    case 'text':
      return [plain(block.text)];
    case 'fields':
      return block.fields.flatMap(({ name, value }) => [name, plain(value)]);
    case 'picture':
      return [block.alt];
    case 'buttons':
      return block.buttons.flatMap(({ label, command }) => [label, command]);
    default:
      return block satisfies never;
  }
}
