/**
 * What goes wrong: a rate limit, a server's fault (perhaps after the work was done), a connection that breaks, hangs, or
 * breaks in the middle of the answer.
 */
export type Fault =
  | { readonly status: 429; readonly retryAfter: number; readonly global?: boolean }
  | { readonly status: 500 | 502 | 503 | 504; readonly afterwards?: boolean }
  | { readonly status: 400 | 403 | 404 | 413; readonly code?: number }
  | { readonly drop: true }
  | { readonly hang: true }
  | { readonly half: true };

/** Whether the work is done before its answer fails. */
export function comesAfterwards(fault: Fault): boolean {
  return 'half' in fault || ('afterwards' in fault && fault.afterwards === true);
}

type Matches = (method: string, path: string) => boolean;

/** Faults in waiting, each for so many requests that match. */
export class Faults {
  readonly #waiting: { left: number; readonly fault: Fault; readonly matches: Matches }[] = [];

  add(count: number, fault: Fault, matches: Matches): void {
    this.#waiting.push({ left: count, fault, matches });
  }

  /** The fault for this request, if one waits for it. */
  take(method: string, path: string): Fault | undefined {
    const found = this.#waiting.find(({ left, matches }) => left > 0 && matches(method, path));
    if (found) found.left--;
    return found?.fault;
  }
}
