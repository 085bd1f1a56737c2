import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { UsageError } from '../usage-error.ts';
import { isShutOut, refusalOf } from './slack-error.ts';

const LONGEST_PAUSE = 30_000;

/** Something that opens, may be lost at any time, and opens again. */
export interface Link {
  open(): Promise<unknown>;
  close(): Promise<unknown>;
  onLost(listener: () => void): void;
}

export interface Connection {
  readonly connected: boolean;
  stop(): Promise<void>;
}

/**
 * Opens a link and holds it open.
 * @returns once the first attempt is over; after a passing failure it goes on trying in the background
 * @throws UsageError when Slack refuses the tokens at the first attempt
 */
export async function keepConnected(link: Link, log: Logger): Promise<Connection> {
  let connected = false;
  let stopped = false;
  let failures = 0;
  link.onLost(() => {
    if (connected && !stopped) void reopen();
    connected = false;
  });

  async function open(): Promise<void> {
    try {
      await link.open();
      if (stopped) return void (await link.close());
      connected = true;
      failures = 0;
      log.info('connected to Slack');
    } catch (error) {
      const refusal = refusalOf(error);
      if (isShutOut(error) || refusal === 'missing_scope')
        throw new UsageError(`Slack refuses the tokens: ${refusal}`);
      failures += 1;
      log.warn({ reason: String(error ?? 'closed at once'), failures }, 'no connection to Slack yet');
      void reopen();
    }
  }

  async function reopen(): Promise<void> {
    if (failures > 0) await delay(Math.min(250 * 2 ** failures, LONGEST_PAUSE), undefined, { ref: false });
    if (!stopped) await open().catch((error) => log.error({ reason: String(error) }, 'shut out by Slack'));
  }

  await open();
  return {
    get connected() {
      return connected;
    },
    async stop() {
      stopped = true;
      connected = false;
      await link.close();
    },
  };
}
