import { type APIInteraction, InteractionResponseType, InteractionType } from 'discord.js';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Jobs } from '../command/jobs.ts';
import type { Theta } from '../command/theta.ts';
import { createRest, type RestSettings } from './create-rest.ts';
import { createIntake } from './intake.ts';
import type { Landings } from './landings.ts';
import { createVerifier } from './verify-signature.ts';

const PATH = '/discord/interactions';
const LARGEST = 100 * 1024;

export interface InteractionsOptions extends RestSettings {
  readonly landings?: Landings | undefined;
  /** The application's, from its “General Information” page. */
  readonly publicKey: string;
}

/**
 * Receives interactions by signed HTTP, at `/discord/interactions`. It keeps nothing between two requests, so any
 * process behind a load balancer may take any of them; no body parser may come before, as raw bodies are signed.
 * @throws UsageError when the public key is none
 */
export function mountInteractions(
  app: Express,
  options: InteractionsOptions,
  theta: Theta,
  jobs: Jobs,
): { stop(): Promise<void> } {
  const { publicKey, meter, landings, log } = options;
  const isGenuine = createVerifier(publicKey);
  const intake = createIntake(createRest(options), { theta, jobs, meter, landings, log });

  let open = true;

  const answer: RequestHandler = (request, response) => {
    // Once its body is here: what got a 202 is seen through.
    if (!open) {
      response.sendStatus(503);
      return;
    }
    const body: Buffer = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const signature = request.get('X-Signature-Ed25519');
    const timestamp = request.get('X-Signature-Timestamp');
    if (!isGenuine({ signature, timestamp, body })) {
      log.debug('refused an interaction that Discord did not sign');
      response.sendStatus(401);
      return;
    }
    const interaction = JSON.parse(body.toString('utf8')) as APIInteraction;
    if (interaction.type === InteractionType.Ping) {
      response.json({ type: InteractionResponseType.Pong });
      return;
    }
    // Discord recommends this: the answer then goes the same way as for the gateway, where its faults can be seen.
    response.status(202).end();
    intake.take(interaction);
  };
  const refuse: ErrorRequestHandler = (error, _request, response, _next) => {
    response.sendStatus(typeof error?.status === 'number' ? error.status : 400);
  };
  app.post(PATH, express.raw({ type: () => true, limit: LARGEST, inflate: false }), answer, refuse);
  return {
    async stop() {
      open = false;
      await intake.finish();
    },
  };
}
