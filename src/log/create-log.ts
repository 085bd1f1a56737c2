import { type Logger, pino } from 'pino';
import { hideSecrets } from './hide-secrets.ts';

/** A logger of JSON lines on stderr that blanks out every secret, wherever in a message or an error it may stand. */
export function createLog(level: string, secrets: readonly string[]): Logger {
  const hide = hideSecrets(secrets);
  const write = (line: string) => void process.stderr.write(hide(line));
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write });
}
