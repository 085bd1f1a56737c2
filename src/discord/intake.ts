import { setTimeout as sleep } from 'node:timers/promises';
import type { APIInteraction, REST } from 'discord.js';
import { acknowledge, type Surroundings } from './acknowledge.ts';
import { complete } from './complete.ts';
import { createInteractionClient, handleOf } from './interaction-client.ts';
import { createLandings } from './landings.ts';
import { logLost } from './log-lost.ts';
import { receive } from './receive.ts';

const FAREWELL_MS = 5_000;

export interface Intake {
  /** Answers or acknowledges an interaction, from wherever it came. */
  take(interaction: APIInteraction): void;
  /** Waits for what is being acknowledged, at most 5 s. */
  finish(): Promise<void>;
}

/** The interactions on their way to an acknowledgement. What can't be acknowledged is logged. */
export function createIntake(rest: REST, surroundings: Surroundings): Intake {
  const { theta, meter, log, landings = createLandings() } = surroundings;

  async function handle(interaction: APIInteraction): Promise<void> {
    try {
      const handle = handleOf(interaction);
      const client = createInteractionClient(rest, handle, (seconds) =>
        meter?.acknowledged('discord', seconds),
      );
      const received = receive(interaction, theta.prefix);
      if (received?.kind === 'invocation') await acknowledge(received, handle, client, surroundings);
      else if (received?.kind === 'typing') await complete(received.typing, client, theta);
    } catch (error) {
      logLost(log, error, `discord:${interaction?.id}`);
    }
  }

  return {
    take(interaction) {
      landings.add(interaction?.id, handle(interaction));
    },
    async finish() {
      await Promise.race([landings.waitForAll(), sleep(FAREWELL_MS, undefined, { ref: false })]);
    },
  };
}
