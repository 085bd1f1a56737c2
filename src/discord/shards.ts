/** The gateway connections of one process, among all that the bot has. */
export interface Shards {
  readonly ids: readonly number[];
  readonly total: number;
}

/** `0-1/4` → the first two of four; `2/4` → the third. Undefined for anything else. */
export function parseShards(text: string): Shards | undefined {
  const [, from, to = from, of] = /^(\d{1,4})(?:-(\d{1,4}))?\/(\d{1,4})$/.exec(text) ?? [];
  const [first, last, total] = [Number(from), Number(to), Number(of)];
  if (!(first <= last && last < total)) return undefined;
  return { ids: Array.from({ length: last - first + 1 }, (_, i) => first + i), total };
}
