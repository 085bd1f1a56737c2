import { type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import type { Logger } from 'pino';

/** What opens a workspace to whoever reads it: tokens, and addresses that are good for posting. */
const SECRETS = /\bx(?:ox[a-z]|app)-[\w-]+|https:\/\/hooks\.slack(?:-gov)?\.com\/\S+|\bwss?:\/\/\S+/g;

/** Bolt's log in ours: without secrets, and without debug lines, which hold whole payloads with learners' words. */
export function createBoltLogger(log: Logger): BoltLogger {
  const write =
    (level: 'info' | 'warn' | 'error') =>
    (...parts: unknown[]) => {
      log[level]({ part: 'slack' }, parts.map(String).join(' ').replace(SECRETS, '[secret]'));
    };
  return {
    debug: () => {},
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    setLevel: () => {},
    setName: () => {},
    getLevel: () => LogLevel.INFO,
  };
}
