const ENTITY = /<([@#!]|https?:|mailto:|tel:)([^<>|]*)(?:\|([^<>]*))?>/g;
const CHARACTERS: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/**
 * What a person typed, from Slack's wire form: `<https://x.org|x.org>` → `x.org`, `<#C1|general>` → `#general`,
 * `<!everyone>` → `@everyone`, `&lt;` → `<`. Code marks around the whole line, which come along when a command is
 * copied from an answer, go.
 */
export function decodeText(wire: string): string {
  const typed = wire
    .replace(ENTITY, (_, kind: string, target: string, label?: string) => decodeEntity(kind, target, label))
    .replace(/&(?:lt|gt|amp);/g, (entity) => CHARACTERS[entity]!)
    .trim();
  return /^(`{1,3})([^`]*)\1$/.exec(typed)?.[2]?.trim() ?? typed;
}

function decodeEntity(kind: string, target: string, label: string | undefined): string {
  switch (kind) {
    case '@':
    case '#':
      return kind + (label || target);
    case '!':
      // A group comes as <!subteam^S012|@name>, a broadcast as <!channel>, a date as <!date^…|words>.
      return label || `@${target}`;
    default:
      return label || (kind.startsWith('http') ? kind + target : target);
  }
}
