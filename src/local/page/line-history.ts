/** Lines that were sent, newest last, and the place in them while ↑ and ↓ are pressed. */
export interface LineHistory {
  add(line: string): void;
  /** The line before the one shown; keeps `draft`, what stands there unsent, for the way back. */
  older(draft: string): string | undefined;
  newer(): string | undefined;
  all(): readonly string[];
}

const MOST = 100;

export function createLineHistory(lines: readonly string[] = []): LineHistory {
  let sent = lines.slice(-MOST);
  let place = sent.length;
  let draft = '';
  return {
    add(line) {
      sent = [...sent.filter((other) => other !== line), line].slice(-MOST);
      place = sent.length;
    },
    older(unsent) {
      if (place === 0) return undefined;
      if (place === sent.length) draft = unsent;
      place -= 1;
      return sent[place];
    },
    newer() {
      if (place >= sent.length) return undefined;
      place += 1;
      return place === sent.length ? draft : sent[place];
    },
    all: () => sent,
  };
}
