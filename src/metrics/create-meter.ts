import { Counter, Histogram, type Registry } from 'prom-client';
import type { Meter } from '../command/meter.ts';

/** What the adapters report. */
export function createMeter(registry: Registry): Meter {
  const acknowledgements = new Histogram({
    name: 'theta_acknowledgement_seconds',
    help: 'From a request’s arrival until the platform had its acknowledgement; Discord and Slack wait for 3 s',
    labelNames: ['platform'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5],
    registers: [registry],
  });
  const errors = new Counter({
    name: 'theta_platform_errors_total',
    help: 'Failed calls to a platform, by kind: rate-limited, server, refused, lost',
    labelNames: ['platform', 'kind'],
    registers: [registry],
  });
  const lost = new Counter({
    name: 'theta_answers_lost_total',
    help: 'Answers that could not be delivered before the platform’s time was over, by platform',
    labelNames: ['platform'],
    registers: [registry],
  });
  return {
    answerLost: (platform) => lost.inc({ platform }),
    acknowledged: (platform, seconds) => acknowledgements.observe({ platform }, seconds),
    platformError: (platform, kind) => errors.inc({ platform, kind }),
  };
}
