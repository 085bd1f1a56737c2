/** A worker that answered of late is up: while work comes in, it needs no question of ours. */
const FRESH_MS = 10_000;

/**
 * Tells whether every kind of worker answers. Waiting in a long queue is no fault as long as the queue moves.
 * @param probes the least job for each kind, asked for when that kind has been quiet
 */
export function watchWorkers<K extends string>(
  probes: Readonly<Record<K, () => Promise<unknown>>>,
  clock = Date.now,
) {
  const answeredAt = new Map<K, number>();
  const isFresh = (kind: K) => Math.abs(clock() - (answeredAt.get(kind) ?? -Infinity)) < FRESH_MS;
  const answered = (kind: K) => void answeredAt.set(kind, clock());
  return {
    /** To be told of every job that a worker answered. */
    answered,
    /** @throws what a worker's probe does; hangs as long as that hangs */
    async check(): Promise<void> {
      const quiet = (Object.keys(probes) as K[]).filter((kind) => !isFresh(kind));
      await Promise.all(quiet.map((kind) => probes[kind]().then(() => answered(kind))));
    },
  };
}
