/** Rich text elements that are more than words, by what Slack makes of them. */
const ACTIVE_ELEMENTS = new Set([
  'broadcast',
  'channel',
  'color',
  'date',
  'emoji',
  'link',
  'team',
  'user',
  'usergroup',
]);

/** In mrkdwn and in a message's `text`, which Slack parses: what is more than words there. */
const MRKDWN: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['mention', /<[@#!][^>]*>/],
  ['link', /<[a-z][a-z0-9+.-]*:[^>]*>/i],
  ['entity that nobody wrote', /&(?!amp;|lt;|gt;)/],
  ['unescaped bracket', /[<>]/],
];

type Json = Readonly<Record<string, unknown>>;

/**
 * What Slack's client would make of a message: everything that is more than words, by name. `bold` and `code`, which
 * are our own words' styles, and buttons and pictures, which are blocks of a reply, are not listed.
 */
export function readMessage({ text, blocks }: { text: string; blocks: readonly unknown[] }): string[] {
  return [...readMrkdwn(text), ...blocks.flatMap((block) => readObject(block as Json))];
}

function readObject(object: Json): string[] {
  const active: string[] = [];
  const { type, url, style, emoji, verbatim } = object;
  if (typeof type === 'string' && ACTIVE_ELEMENTS.has(type)) active.push(type);
  if (type === 'mrkdwn') active.push('mrkdwn', ...readMrkdwn(String(object.text)));
  // Slack turns `:tada:` into an emoji unless told not to.
  if (type === 'plain_text' && emoji !== false) active.push('emoji names');
  if (url !== undefined || object.image_url !== undefined || object.title_url !== undefined)
    active.push('link');
  if (verbatim === false) active.push('links found in words');
  for (const name of Object.keys(typeof style === 'object' && style !== null ? style : {})) {
    if (name !== 'bold' && name !== 'code') active.push(name);
  }
  for (const value of Object.values(object)) {
    if (Array.isArray(value)) active.push(...value.flatMap((inner) => readObject(inner as Json)));
    else if (typeof value === 'object' && value !== null) active.push(...readObject(value as Json));
  }
  return active;
}

function readMrkdwn(source: string): string[] {
  return MRKDWN.flatMap(([name, pattern]) => (pattern.test(source) ? [name] : []));
}
