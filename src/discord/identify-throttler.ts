import { setTimeout as sleep } from 'node:timers/promises';
import { type IIdentifyThrottler, SimpleIdentifyThrottler } from 'discord.js';
import type { Logger } from 'pino';
import { describeError } from './describe-error.ts';

/** Runs `work` while no other process runs any of that name. */
export type Exclusively = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/** Discord's five seconds, and a margin for the way: what counts is when an identify arrives. */
const PACE_MS = 5_500;

export interface ThrottlerOptions {
  /** How many shards may identify themselves in five seconds, by Discord's word. */
  readonly maxConcurrency: number;
  /** Left out where one process has all shards. */
  readonly exclusively?: Exclusively | undefined;
  /** Ends what still holds other processes back. */
  readonly closing: AbortSignal;
  readonly log: Logger;
}

/**
 * Paces identifies: in this process by discord.js's own throttler, and among processes by holding a turn until the next
 * may come. Without it Discord refuses the session. While turns can't be had, it does without.
 */
export function createIdentifyThrottler(options: ThrottlerOptions): IIdentifyThrottler {
  const { maxConcurrency, exclusively, closing, log } = options;
  const own = new SimpleIdentifyThrottler(maxConcurrency);

  /** Resolves when the turn is ours; it ends by itself. */
  function takeTurn(name: string, signal: AbortSignal, exclusively: Exclusively): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      const turn = exclusively(name, async () => {
        // The shard has gone meanwhile: the turn is the next one's.
        if (signal.aborted) return;
        resolve();
        await sleep(PACE_MS, undefined, { signal: closing, ref: false }).catch(() => {});
      });
      turn.catch(reject);
    });
  }

  return {
    async waitForIdentify(shard, signal) {
      await own.waitForIdentify(shard, signal);
      if (!exclusively) return;
      try {
        await takeTurn(`discord-identify-${shard % maxConcurrency}`, signal, exclusively);
      } catch (error) {
        if (signal.aborted) throw error;
        log.warn({ err: describeError(error), shard }, 'identifying without a look at other processes');
      }
    },
  };
}
