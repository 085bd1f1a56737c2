/** The acknowledgements of this process on their way: an answer that overtakes its own would find nothing to edit. */
export interface Landings {
  add(interactionId: string, acknowledging: Promise<void>): void;
  /** Resolves when an interaction's acknowledgement has landed, or failed; at once for those of other processes. */
  wait(interactionId: string): Promise<void>;
  /** Resolves when all that are on their way now have. */
  waitForAll(): Promise<void>;
}

export function createLandings(): Landings {
  const underWay = new Map<string, Promise<void>>();
  return {
    add(id, acknowledging) {
      underWay.set(
        id,
        acknowledging.finally(() => underWay.delete(id)),
      );
    },
    async wait(id) {
      await underWay.get(id);
    },
    async waitForAll() {
      await Promise.allSettled(underWay.values());
    },
  };
}
