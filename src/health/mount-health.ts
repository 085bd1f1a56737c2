import type { Express } from 'express';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { checkHost, refuseCrossSite, setSecurityHeaders } from '../local/guards.ts';
import { answerRefusals } from '../local/refused.ts';
import type { Readiness } from './create-readiness.ts';

const PATHS = ['/healthz', '/readyz', '/metrics'];

export interface Health {
  /** The address that the app listens on; see {@link checkHost}. */
  readonly host: string;
  /** The TensorFlow.js backend in use; undefined until it has started. */
  readonly backend: () => string | undefined;
  readonly readiness: Readiness;
  readonly registry: Registry;
  readonly log: Logger;
}

/**
 * `/healthz`: the process is alive, and nothing else is asked. `/readyz`: whether learners are answered, with the
 * reason why not. `/metrics`: Prometheus. Behind the page's guards, so that no site that somebody visits reads them.
 */
export function mountHealth(app: Express, { host, backend, readiness, registry, log }: Health): void {
  app.use(PATHS, setSecurityHeaders, checkHost(host), refuseCrossSite, (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  app.get('/healthz', (_request, response) => {
    response.json({ ok: true, backend: backend() });
  });
  app.get('/readyz', async (_request, response) => {
    const report = await readiness.report();
    response.status(report.ready ? 200 : 503).json(report);
  });
  app.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  app.use(PATHS, answerRefusals(log));
}
