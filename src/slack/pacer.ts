import { setTimeout as delay } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';

/** Turns to send a message, as many a second as Slack takes in one channel. */
export interface Pacer {
  /** Resolves when it is this message's turn: in the order of the calls. */
  turn(channel: string): Promise<void>;
  /** Whether two messages could go out at once: a first word, and then its answer. */
  isFree(channel: string): boolean;
}

/**
 * The virtual scheduling of the leaky bucket (GCRA): all that is remembered of a channel is when its messages so far
 * would have been through at one an interval.
 * @param interval ms between messages; Slack takes about one a second
 * @param burst messages that a quiet channel takes at once: a first word, its answer, and one more
 */
export function createPacer(interval = 1_000, burst = 3): Pacer {
  const through = new LRUCache<string, number>({ max: 10_000 });
  const busyUntil = (channel: string) => Math.max(through.get(channel) ?? 0, performance.now());
  const wait = (channel: string) => busyUntil(channel) - performance.now() - (burst - 1) * interval;
  return {
    async turn(channel) {
      const ms = wait(channel);
      through.set(channel, busyUntil(channel) + interval);
      if (ms > 0) await delay(ms);
    },
    isFree: (channel) => wait(channel) + interval <= 0,
  };
}
