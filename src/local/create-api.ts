import { randomUUID } from 'node:crypto';
import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { Asker } from '../command/invocation.ts';
import type { Theta } from '../command/theta.ts';
import { acceptedLocale } from './accepted-locale.ts';
import { describeCommands } from './describe-commands.ts';
import { limitBody, requireJson } from './guards.ts';
import { identifyLearner } from './identify-learner.ts';
import { createTurns, limitAddress } from './limit-clients.ts';
import type { Declarations, MessageEvent } from './page/protocol.ts';
import { Refused } from './refused.ts';
import { renderReply } from './render-reply.ts';

/** Room for the longest question that a command takes, in any script, several times over. */
const LARGEST_BODY = 16 * 1024;
/** Requests a minute from one address, behind which a whole school may sit. Each letter typed may ask for suggestions. */
const MOST = { messages: 1_200, suggestions: 6_000 };

const locale = z.enum(['en', 'zh']);
const message = z.strictObject({
  input: z.union([z.strictObject({ text: z.string() }), z.strictObject({ button: z.string().max(100) })]),
  theme: z.enum(['light', 'dark']),
  locale,
});
const typing = z.strictObject({ command: z.string(), option: z.string(), typed: z.string(), locale });

/**
 * The page's API: `GET /commands`, `POST /suggestions`, and `POST /messages`, which answers in lines of JSON as
 * they come. Each browser is a learner of its own.
 */
export function createApi(theta: Theta): Router {
  const api = Router();
  api.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  // The page compresses nothing, and what is compressed can be large.
  api.use(requireJson, limitBody(LARGEST_BODY), express.json({ limit: LARGEST_BODY, inflate: false }));
  const turns = createTurns();

  api.get('/commands', (request, response) => {
    identifyLearner(request, response);
    const chosen = locale.safeParse(request.query.locale);
    const spoken = chosen.success ? chosen.data : acceptedLocale(request);
    const declarations: Declarations = {
      locale: spoken,
      commands: describeCommands(theta.commands, theta.prefix, spoken),
    };
    response.json(declarations);
  });

  api.post('/suggestions', limitAddress(MOST.suggestions), async (request, response) => {
    const asked = typing.parse(request.body);
    response.json(await theta.suggest({ ...asked, asker: askerOf(request, response) }));
  });

  api.post('/messages', limitAddress(MOST.messages), async (request, response) => {
    const asked = message.parse(request.body);
    const asker = askerOf(request, response);
    const endTurn = turns.take(request, asker.learner);
    try {
      const answer = await theta.answer({ id: `local:${randomUUID()}`, ...asked, asker });
      response.type('application/x-ndjson');
      const send = (event: MessageEvent) => response.write(`${JSON.stringify(event)}\n`);
      if (answer.kind === 'slow') send({ progress: answer.progress });
      send({ reply: renderReply(answer.kind === 'slow' ? await answer.finish() : answer.reply) });
      response.end();
    } finally {
      endTurn();
    }
  });

  api.use((_request, _response, next) => next(new Refused(404, 'not-found')));
  return api;
}

function askerOf(request: Request, response: Response): Asker {
  return { platform: 'local', space: 'local', learner: identifyLearner(request, response) };
}
