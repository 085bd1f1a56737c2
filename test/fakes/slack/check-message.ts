type Json = Record<string, unknown>;

/** Slack counts about this much in all blocks of a message before it answers `msg_blocks_too_long`. */
const MOST_WORDS = 13_200;

/** What Slack would refuse in a message's blocks and text, by its documentation; empty when all is well. */
export function checkMessage({ text, blocks }: { text?: unknown; blocks?: unknown }): string[] {
  const errors: string[] = [];
  const actionIds = new Set<string>();
  let words = 0;

  const fail = (path: string, why: string) => errors.push(`${path}: ${why}`);
  const checkString = (value: unknown, path: string, least: number, most: number) => {
    if (typeof value !== 'string') return fail(path, 'no string');
    words += value.length;
    if (value.length < least || value.length > most)
      fail(path, `${value.length} characters, not ${least} to ${most}`);
    if (/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(value))
      fail(path, 'half a character');
  };
  const checkKeys = (value: Json, path: string, known: readonly string[]) => {
    for (const key of Object.keys(value)) if (!known.includes(key)) fail(`${path}/${key}`, 'unknown field');
  };
  const checkTextObject = (value: unknown, path: string, kinds: readonly string[], most: number) => {
    const object = value as Json;
    if (!object || !kinds.includes(String(object.type))) return fail(path, `no ${kinds.join(' or ')}`);
    checkKeys(object, path, ['type', 'text', 'emoji', 'verbatim']);
    checkString(object.text, `${path}/text`, 1, most);
  };
  const list = (value: unknown, path: string, least: number, most: number): Json[] => {
    if (!Array.isArray(value)) {
      fail(path, 'no list');
      return [];
    }
    if (value.length < least || value.length > most)
      fail(path, `${value.length} items, not ${least} to ${most}`);
    return value as Json[];
  };

  const checkButton = (button: Json, path: string) => {
    if (button.type !== 'button') return fail(path, 'no button');
    checkKeys(button, path, ['type', 'action_id', 'text', 'value', 'style', 'url', 'accessibility_label']);
    checkTextObject(button.text, `${path}/text`, ['plain_text'], 75);
    checkString(button.action_id, `${path}/action_id`, 1, 255);
    if (button.value !== undefined) checkString(button.value, `${path}/value`, 0, 2000);
    if (actionIds.has(String(button.action_id))) fail(`${path}/action_id`, 'not unique');
    actionIds.add(String(button.action_id));
  };
  const checkRichElement = (element: Json, path: string) => {
    if (element.type !== 'text') return;
    checkKeys(element, path, ['type', 'text', 'style']);
    checkString(element.text, `${path}/text`, 1, 4000);
    for (const [key, on] of Object.entries((element.style as Json | undefined) ?? {})) {
      if (!['bold', 'italic', 'strike', 'code'].includes(key) || typeof on !== 'boolean')
        fail(`${path}/style`, key);
    }
  };
  const checkBlock = (block: Json, path: string) => {
    switch (block.type) {
      case 'rich_text':
        checkKeys(block, path, ['type', 'block_id', 'elements']);
        list(block.elements, `${path}/elements`, 1, 100).forEach((section, i) => {
          if (section.type !== 'rich_text_section')
            fail(`${path}/elements/${i}`, `no section: ${section.type}`);
          list(section.elements, `${path}/elements/${i}/elements`, 1, 1000).forEach((element, j) => {
            checkRichElement(element, `${path}/elements/${i}/elements/${j}`);
          });
        });
        return;
      case 'section':
        checkKeys(block, path, ['type', 'block_id', 'text', 'fields', 'accessory']);
        if (block.text !== undefined)
          checkTextObject(block.text, `${path}/text`, ['plain_text', 'mrkdwn'], 3000);
        else {
          list(block.fields, `${path}/fields`, 1, 10).forEach((field, i) => {
            checkTextObject(field, `${path}/fields/${i}`, ['plain_text', 'mrkdwn'], 2000);
          });
        }
        return;
      case 'context':
        checkKeys(block, path, ['type', 'block_id', 'elements']);
        list(block.elements, `${path}/elements`, 1, 10).forEach((element, i) => {
          checkTextObject(element, `${path}/elements/${i}`, ['plain_text', 'mrkdwn'], 3000);
        });
        return;
      case 'actions':
        checkKeys(block, path, ['type', 'block_id', 'elements']);
        list(block.elements, `${path}/elements`, 1, 25).forEach((element, i) => {
          checkButton(element, `${path}/elements/${i}`);
        });
        return;
      case 'image':
        checkKeys(block, path, ['type', 'block_id', 'slack_file', 'image_url', 'alt_text', 'title']);
        checkString(block.alt_text, `${path}/alt_text`, 1, 2000);
        if ((block.slack_file === undefined) === (block.image_url === undefined))
          fail(path, 'one source is needed');
        return;
      case 'header':
        checkTextObject(block.text, `${path}/text`, ['plain_text'], 150);
        return;
      case 'divider':
        return;
      default:
        fail(path, `unknown block ${String(block.type)}`);
    }
  };

  if (blocks !== undefined) {
    list(blocks, '/blocks', 0, 50).forEach((block, i) => {
      checkBlock(block, `/blocks/${i}`);
    });
  }
  if (words > MOST_WORDS) fail('/blocks', `${words} characters in all`);
  if (typeof text !== 'string' || text === '') fail('/text', 'the fallback is missing');
  else if (text.length > 40_000) fail('/text', 'too long');
  return errors;
}
