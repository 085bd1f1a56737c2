/** A CPU profile as V8 writes it; times in microseconds of the machine's monotonic clock. */
export interface CpuProfile {
  readonly startTime: number;
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  /** The node that was on top at each moment, and how long after the moment before. */
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Where a thread spent its time, busiest first, in milliseconds. */
export interface SelfTimes {
  readonly functions: readonly (readonly [name: string, ms: number])[];
  /** The same by package, folder of ours, or part of Node. */
  readonly parts: readonly (readonly [name: string, ms: number])[];
}

/** V8's words for waiting; time in them is nobody's. */
const WAITING = new Set(['(idle)', '(root)']);

/** Adds up a profile's samples between two moments. What native code does counts for the function that called it. */
export function sumSelfTimes(profile: CpuProfile, from: number, to: number): SelfTimes {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const functions = new Map<string, number>();
  const parts = new Map<string, number>();
  let at = profile.startTime;
  for (const [i, id] of profile.samples.entries()) {
    at += profile.timeDeltas[i]!;
    const { functionName, url, lineNumber } = frames.get(id)!;
    if (at < from || at > to || WAITING.has(functionName)) continue;
    // A sample stands for the time until the next one.
    const ms = (profile.timeDeltas[i + 1] ?? 0) / 1000;
    const place = url === '' ? '' : ` ${shortenUrl(url)}:${lineNumber + 1}`;
    add(functions, `${functionName || '(anonymous)'}${place}`, ms);
    add(parts, partOf(url) ?? functionName, ms);
  }
  return { functions: busiestFirst(functions), parts: busiestFirst(parts) };
}

/** A package, a folder below `dist/`, or a part of Node; undefined for code that is in no file. */
export function partOf(url: string): string | undefined {
  const inPackage = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  return (
    inPackage ?? /\/dist\/((?:src\/)?[^/]+)/.exec(url)?.[1] ?? /^node:(?:internal\/)?[^/]+/.exec(url)?.[0]
  );
}

function shortenUrl(url: string): string {
  return url.replace(/^.*\/(?=dist\/)/, '').replace(/^.*\/node_modules\//, '');
}

function add(sums: Map<string, number>, name: string, ms: number): void {
  sums.set(name, (sums.get(name) ?? 0) + ms);
}

function busiestFirst(sums: ReadonlyMap<string, number>): [string, number][] {
  return [...sums].sort(([, a], [, b]) => b - a);
}
