import { join } from 'node:path';
import express, { type Express } from 'express';
import type { Logger } from 'pino';
import type { Theta } from '../command/theta.ts';
import { projectRoot } from '../project-root.ts';
import { createApi } from './create-api.ts';
import { checkHost, refuseCrossSite, setSecurityHeaders } from './guards.ts';
import { answerRefusals } from './refused.ts';

const STATIC = join(projectRoot, 'src/local/page/static');
/** Compiled from src/local/page by the build. */
const SCRIPTS = join(projectRoot, 'dist/src/local/page');
/** Ask each time whether it is still the newest: an update must not meet an old script. */
const REVALIDATE = { cacheControl: false, index: false, redirect: false, setHeaders: setNoCache } as const;

/**
 * Puts the local page on an app: the page at `/`, its files under `/page`, its API under `/api`.
 * @param options.host the address that the app listens on; see {@link checkHost}
 */
export function mountLocal(app: Express, theta: Theta, options: { host: string; log: Logger }): void {
  const guards = [setSecurityHeaders, checkHost(options.host)];
  const refuse = answerRefusals(options.log);
  app.get('/', guards, express.static(STATIC, { ...REVALIDATE, index: 'index.html' }), refuse);
  app.use(
    '/page',
    guards,
    refuseCrossSite,
    express.static(STATIC, REVALIDATE),
    express.static(SCRIPTS, REVALIDATE),
    refuse,
  );
  app.use('/api', guards, refuseCrossSite, createApi(theta), refuse);
}

function setNoCache(response: { setHeader(name: string, value: string): unknown }): void {
  response.setHeader('Cache-Control', 'no-cache');
}
