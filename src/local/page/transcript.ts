import type { PageLocale, ReplyView } from './protocol.ts';

/** A line and its answer. */
export interface Exchange {
  readonly line: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly locale: PageLocale;
  readonly reply: ReplyView;
}

const STORED = 'theta-transcript';

/** What was said in this tab: a reload shows it again, closing the tab forgets it. */
export function createTranscript() {
  const exchanges: Exchange[] = JSON.parse(sessionStorage.getItem(STORED) ?? '[]');
  return {
    exchanges,
    add(exchange: Exchange): void {
      exchanges.push(exchange);
      while (!store(exchanges)) exchanges.shift();
    },
  };
}

/** @returns whether there was room: a browser keeps some five million characters, a few dozen boards */
function store(exchanges: readonly Exchange[]): boolean {
  try {
    sessionStorage.setItem(STORED, JSON.stringify(exchanges));
    return true;
  } catch {
    return exchanges.length === 0;
  }
}
