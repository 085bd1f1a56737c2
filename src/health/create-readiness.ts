import { createProbe, NoAnswer } from './create-probe.ts';

/** Passes, says no, or throws. */
export type Check = () => boolean | Promise<unknown>;

const LONGEST_CHECK_MS = 2_000;

/** `ok`, or why not, for each check by name: fixed words and error codes, never an error's own text, which may hold secrets. */
export interface Report {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, string>>;
}

export interface Readiness {
  /** Adds what has to be up before learners are answered. Each is asked once a second at most, and given two. */
  require(name: string, check: Check): void;
  /** All is added and open: until now the process was not ready, whatever its parts say. */
  open(): void;
  /** It stops: for good not ready, so that whoever balances load sends its requests elsewhere. */
  drain(): void;
  report(): Promise<Report>;
}

export function createReadiness(): Readiness {
  const probes: Record<string, () => Promise<string>> = {};
  let phase: 'starting' | 'ok' | 'draining' = 'starting';
  return {
    require(name, check) {
      const probe = createProbe(check, { withinMs: LONGEST_CHECK_MS });
      probes[name] = () => probe().then((up) => (up === false ? 'not connected' : 'ok'), wordFailure);
    },
    open() {
      if (phase === 'starting') phase = 'ok';
    },
    drain() {
      phase = 'draining';
    },
    async report() {
      const results = await Promise.all(
        Object.entries(probes).map(async ([name, probe]) => [name, await probe()] as const),
      );
      const checks = { process: phase, ...Object.fromEntries(results) };
      return { ready: Object.values(checks).every((result) => result === 'ok'), checks };
    },
  };
}

function wordFailure(error: unknown): string {
  if (error instanceof NoAnswer) return error.message;
  const code = codeOf(error);
  return code === undefined ? 'failed' : `failed: ${code}`;
}

/** Node's or PostgreSQL's code, such as ECONNREFUSED or 57P03, on the error or on what caused it. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{3,40}$/.test(code) ? code : codeOf(error.cause);
}
