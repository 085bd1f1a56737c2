import { collectDefaultMetrics, Registry } from 'prom-client';

/** What `/metrics` shows; at first the process itself: memory, CPU, garbage collection, the event loop's delay. */
export function createRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
