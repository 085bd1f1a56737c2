import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import { acceptedLocale } from './accepted-locale.ts';
import type { Refusal } from './page/protocol.ts';
import { pageWords } from './page/words.ts';

/** A request that is not answered. What a person reads about it is worded where they read it. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  readonly refusal: Refusal;

  constructor(status: number, refusal: Refusal) {
    super(refusal);
    this.status = status;
    this.refusal = refusal;
  }
}

/** Answers every refusal and fault: a person in words, the page's scripts as `{error}`. A fault is logged as well. */
export function answerRefusals(log: Logger): ErrorRequestHandler {
  return (error, request, response, _next) => {
    const { status, refusal } = error instanceof Refused ? error : classify(error);
    if (refusal === 'fault') log.error({ err: error }, 'fault on the local page');
    if (response.headersSent) response.destroy();
    else if (request.accepts('json', 'html') === 'json') response.status(status).json({ error: refusal });
    else response.status(status).type('text').send(pageWords[acceptedLocale(request)].refusals[refusal]);
  };
}

/** Errors of express's body parser carry a status; a zod error means a body of another form. */
function classify(error: { status?: number; name?: string }): Refused {
  if (error.status === 413) return new Refused(413, 'too-large');
  if (error.status === 415) return new Refused(415, 'not-json');
  if (error.status === 400 || error.name === 'ZodError') return new Refused(400, 'malformed');
  return new Refused(500, 'fault');
}
