import type { Database } from './database.ts';
import type { Store } from './store.ts';

/** Runs work under a name one at a time: in this process first, so that at most one of it waits at the database. */
export function exclusivelyBy(lock: Database['lock']): Store['exclusively'] {
  const lines = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const turn = Promise.resolve(lines.get(name)).then(async () => {
      const release = await lock(name);
      try {
        return await work();
      } finally {
        await release();
      }
    });
    lines.set(
      name,
      turn.catch(() => undefined),
    );
    return turn;
  };
}
