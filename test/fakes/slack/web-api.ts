import express, { type Response, Router } from 'express';
import { createMethods, Refusal, TooSoon } from './methods.ts';
import type { createOAuth } from './oauth.ts';
import type { Block, Failure, Workspace } from './workspace.ts';

const SCOPES: Readonly<Record<string, string>> = {
  'chat.postMessage': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.update': 'chat:write',
  'chat.delete': 'chat:write',
  'files.getUploadURLExternal': 'files:write',
  'files.completeUploadExternal': 'files:write',
  'files.info': 'files:read',
  'users.info': 'users:read',
};

interface Surroundings {
  /** The first one's planned failures hold where no workspace is named, too. */
  readonly spaces: readonly [Workspace, ...Workspace[]];
  readonly appToken: string;
  readonly oauth: ReturnType<typeof createOAuth>;
  readonly origin: () => string;
  /** What `apps.connections.open` hands out. */
  readonly socketUrl: () => string;
}

/** Slack's Web API, its upload endpoint and its response URLs. */
export function createWebApi({ spaces, appToken, oauth, origin, socketUrl }: Surroundings): Router {
  const router = Router();

  router.post('/api/:method', express.urlencoded({ extended: false, limit: '2mb' }), (request, response) => {
    const method = String(request.params.method);
    const args = parseArguments(request.body);
    const token = request.get('authorization')?.replace(/^Bearer /, '');
    const space = spaces.find(({ botToken }) => botToken === token);
    const heard = space ?? spaces[0];
    heard.calls.push({ method, args });
    if (fails(response, heard.takeFailure(method))) return;
    answer(response, () => {
      if (method === 'oauth.v2.access') return oauth.access(args);
      if (method === 'apps.connections.open') {
        if (token !== appToken) throw new Refusal('invalid_auth');
        return { url: socketUrl() };
      }
      if (!space) {
        const dead = spaces.some(({ deadTokens }) => deadTokens.has(token!));
        throw new Refusal(dead ? 'account_inactive' : 'invalid_auth');
      }
      checkScope(space, method);
      const run = createMethods(space, origin).methods[method];
      if (!run) throw new Refusal('unknown_method');
      return run(args);
    });
  });

  router.post('/upload/:id', express.raw({ type: () => true, limit: '20mb' }), (request, response) => {
    const { id } = request.params as { id: string };
    const space = spaces.find(({ files }) => files.has(id));
    if (fails(response, space?.takeFailure('upload'))) return;
    const file = space?.files.get(id);
    if (!file || request.body.length !== file.length) return void response.status(400).send('bad upload');
    file.bytes = new Uint8Array(request.body);
    response.send(`OK - ${file.length}`);
  });

  router.post('/response/:id', express.json({ limit: '2mb' }), (request, response) => {
    const { id } = request.params as { id: string };
    const space = spaces.find(({ responseUrls }) => responseUrls.has(id));
    if (!space) return void response.status(404).json({ ok: false, error: 'no_service' });
    if (fails(response, space.takeFailure('response_url'))) return;
    try {
      createMethods(space, origin).respond(id, request.body);
      response.send('ok');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const status = error.message === 'invalid_blocks' ? 400 : 404;
      response.status(status).json({ ok: false, error: error.message });
    }
  });

  return router;
}

function answer(response: Response, run: () => Block): void {
  try {
    response.json({ ok: true, ...run() });
  } catch (error) {
    if (error instanceof TooSoon) sendFailure(response, { status: 429, retryAfter: error.seconds });
    else if (error instanceof Refusal) response.json({ ok: false, error: error.message });
    else throw error;
  }
}

function checkScope(space: Workspace, method: string): void {
  const scope = SCOPES[method];
  if (scope === undefined || space.scopes.includes(scope)) return;
  space.faults.push(`missing_scope: ${method} needs ${scope}`);
  throw new Refusal('missing_scope');
}

/** Arguments come as a form, whatever is no string in it as JSON. */
function parseArguments(form: Block): Block {
  return Object.fromEntries(
    Object.entries(form).map(([key, value]) => [
      key,
      /^[[{]/.test(value) && key !== 'text' ? JSON.parse(value) : value,
    ]),
  );
}

/** @returns whether that was all: a failure that comes in the middle of the answer first lets there be one */
function fails(response: Response, failure: Failure | undefined): boolean {
  if (failure && 'half' in failure) breakOff(response);
  else if (failure) sendFailure(response, failure);
  return failure !== undefined && !('half' in failure);
}

/** Announces the whole answer, and sends half of it. */
function breakOff(response: Response): void {
  response.send = (body) => {
    const whole = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length });
    response.write(whole.slice(0, whole.length / 2), () => response.destroy());
    return response;
  };
  response.json = response.send;
}

function sendFailure(response: Response, failure: Exclude<Failure, { half: true }>): void {
  if ('hang' in failure) return;
  if ('error' in failure) return void response.json({ ok: false, error: failure.error });
  if (failure.retryAfter !== undefined) response.set('retry-after', String(failure.retryAfter));
  response
    .status(failure.status)
    .json({ ok: false, error: failure.status === 429 ? 'ratelimited' : 'fatal_error' });
}
