import type { Express } from 'express';
import type { Registry } from 'prom-client';

/** What has to be up before learners are answered, by name. A check passes, says no, or throws. */
export type Checks = Readonly<Record<string, () => boolean | Promise<unknown>>>;

/** `/healthz`: the process is alive, with which backend. `/readyz`: database and platforms. `/metrics`: Prometheus. */
export function mountHealth(app: Express, backend: string, checks: Checks, registry: Registry): void {
  app.get('/healthz', (_request, response) => {
    response.json({ ok: true, backend });
  });
  app.get('/readyz', async (_request, response) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        const up = await Promise.resolve()
          .then(check)
          .then(
            (result) => result !== false,
            () => false,
          );
        return [name, up] as const;
      }),
    );
    response.status(results.every(([, up]) => up) ? 200 : 503).json(Object.fromEntries(results));
  });
  app.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
}
