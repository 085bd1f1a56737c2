import {
  type APIApplicationCommandInteractionDataOption,
  type APIInteraction,
  ApplicationCommandType,
  ComponentType,
  InteractionType,
} from 'discord.js';
import type { Asker, Invocation } from '../command/invocation.ts';
import type { Typing } from '../command/theta.ts';
import { toLocale } from '../locales/locale.ts';

export type Received =
  | {
      readonly kind: 'invocation';
      readonly invocation: Invocation;
      /** What the two presses of a double click have in common. */
      readonly press?: string;
    }
  | { readonly kind: 'typing'; readonly typing: Typing };

/**
 * An interaction as plain data; undefined for kinds that Theta never offers (modals, menus).
 * @throws TypeError for what is no interaction at all
 */
export function receive(interaction: APIInteraction, prefix: string): Received | undefined {
  const learner = String((interaction.member?.user ?? interaction.user)?.id ?? '');
  // Each conversation outside of servers is a space of its own: what strangers train there is nobody else's to look up.
  const space = `discord:${interaction.guild_id ?? `dm:${interaction.channel_id ?? learner}`}`;
  const asker: Asker = { platform: 'discord', space, learner };
  const id = `discord:${interaction.id}`;
  const locale = toLocale('locale' in interaction ? interaction.locale : undefined);
  const withoutPrefix = (name: string) => (name.startsWith(prefix) ? name.slice(prefix.length) : name);

  if (interaction.type === InteractionType.ApplicationCommand) {
    if (interaction.data.type !== ApplicationCommandType.ChatInput) return undefined;
    const options = Object.fromEntries(valuesOf(interaction.data.options));
    const input = { command: withoutPrefix(interaction.data.name), options };
    return { kind: 'invocation', invocation: { id, asker, locale, input } };
  }
  if (interaction.type === InteractionType.MessageComponent) {
    if (interaction.data.component_type !== ComponentType.Button) return undefined;
    const button = String(interaction.data.custom_id ?? '');
    return {
      kind: 'invocation',
      invocation: { id, asker, locale, input: { button } },
      press: `discord:press:${interaction.message.id}:${button}:${asker.learner}`,
    };
  }
  if (interaction.type === InteractionType.ApplicationCommandAutocomplete) {
    const focused = interaction.data.options.find((option) => 'focused' in option && option.focused === true);
    if (!focused || !('value' in focused)) return undefined;
    const command = withoutPrefix(interaction.data.name);
    return {
      kind: 'typing',
      typing: { asker, locale, command, option: String(focused.name), typed: String(focused.value) },
    };
  }
  return undefined;
}

function valuesOf(options: readonly APIApplicationCommandInteractionDataOption[] = []): [string, unknown][] {
  return options.flatMap((option) => ('value' in option ? [[option.name, option.value]] : []));
}
