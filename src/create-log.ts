import { type Logger, pino } from 'pino';

/** A logger of JSON lines on stderr that blanks out every secret, wherever in a message or an error it may stand. */
export function createLog(level: string, secrets: readonly (string | undefined)[]): Logger {
  const hidden = secrets
    .filter((secret) => secret !== undefined && secret.length > 0)
    // A log line is JSON: there a secret with a quote or a backslash stands escaped.
    .flatMap((secret) => [secret!, JSON.stringify(secret).slice(1, -1)]);
  const write = (line: string) => {
    process.stderr.write(hidden.reduce((clean, secret) => clean.replaceAll(secret, '[secret]'), line));
  };
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write });
}
