import { Gauge, type Registry } from 'prom-client';
import type { Readiness } from '../health/create-readiness.ts';

/** What `/readyz` says, as 1 and 0, for alerts that name what is down. */
export function measureReadiness(readiness: Readiness, registry: Registry): void {
  new Gauge({
    name: 'theta_ready',
    help: 'What /readyz says, by check: 1 is up, 0 is down',
    labelNames: ['check'],
    registers: [registry],
    async collect() {
      const { checks } = await readiness.report();
      for (const [check, result] of Object.entries(checks)) this.set({ check }, result === 'ok' ? 1 : 0);
    },
  });
}
