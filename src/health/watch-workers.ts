/** A worker that answered of late is up: while work comes in, it needs no question of ours. */
const FRESH_MS = 10_000;

/**
 * Tells whether the training worker answers. Waiting in a long queue is no fault as long as the queue moves.
 * @param ping the least that a worker can be asked for
 */
export function watchWorkers(ping: () => Promise<unknown>, clock = Date.now) {
  let answeredAt = -Infinity;
  const answered = () => {
    answeredAt = clock();
  };
  return {
    /** To be told of every job that the worker answered. */
    answered,
    /** @throws what `ping` does; hangs as long as that hangs */
    async check(): Promise<void> {
      if (Math.abs(clock() - answeredAt) < FRESH_MS) return;
      await ping();
      answered();
    },
  };
}
