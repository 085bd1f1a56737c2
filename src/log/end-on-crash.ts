import type { Logger } from 'pino';

/**
 * Makes whatever nobody caught, rejections included, one line of the log and the end of the process, with code 1. Node
 * itself would print the error with all that hangs on it: requests, addresses, tokens.
 */
export function endOnCrash(log: Logger): void {
  process.on('uncaughtException', (error: unknown, origin) => {
    log.fatal({ err: describe(error), origin }, 'Theta ends: nobody caught this error');
    process.exit(1);
  });
  excludeEnvironment();
}

/** Name, words and stack, of what caused it too; nothing else that hangs on it. */
function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  return { type: name, message, stack, ...(cause !== undefined && { cause: describe(cause) }) };
}

/** Node's diagnostic reports hold the environment, where it is not told otherwise (from 22.13 on it can be). */
function excludeEnvironment(): void {
  const report = process.report as { excludeEnv?: boolean } | undefined;
  if (report && 'excludeEnv' in report) report.excludeEnv = true;
}
