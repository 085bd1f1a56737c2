import type { Theta, Typing } from '../command/theta.ts';
import type { InteractionClient } from './interaction-client.ts';
import { LIMITS, shorten } from './limits.ts';

/** Offers rows for what the asker is typing. */
export async function complete(typing: Typing, interaction: InteractionClient, theta: Theta): Promise<void> {
  const command = theta.commands.find(({ name }) => name === typing.command);
  const option = command?.options[typing.option];
  const numeric = option?.kind === 'number' || (option?.kind === 'integer' && option.word === undefined);
  const rows = (await theta.suggest(typing))
    .filter(({ label, value }) => label !== '' && value.length <= LIMITS.suggestion)
    .slice(0, LIMITS.suggestions);
  await interaction.suggest(
    rows.map(({ label, value }) => ({
      name: shorten(label, LIMITS.suggestion),
      value: numeric ? Number(value) : value,
    })),
  );
}
