import { checkCommands, type Part } from './check-commands.ts';
import { snowflake } from './snowflake.ts';

type Registered = Part & { readonly id: string };

/** The application's commands, global ones and each server's own. */
export class CommandRegistry {
  readonly #applicationId: string;
  readonly #byGuild = new Map<string | undefined, readonly Registered[]>();

  constructor(applicationId: string) {
    this.#applicationId = applicationId;
  }

  /** @throws ApiError for commands that Discord would refuse */
  overwrite(guild: string | undefined, body: unknown): readonly Registered[] {
    const commands = checkCommands(body).map((command) => this.#fillIn(command, guild));
    this.#byGuild.set(guild, commands);
    return commands;
  }

  list(guild: string | undefined, withLocalizations: boolean): readonly object[] {
    const commands = this.#byGuild.get(guild) ?? [];
    if (withLocalizations) return commands;
    const withoutThem = (key: string, value: unknown) => (key.endsWith('_localizations') ? undefined : value);
    return JSON.parse(JSON.stringify(commands, withoutThem));
  }

  /** The type under which a client sends a value; for commands that nobody registered, the value's own. */
  optionType(command: string, option: string, value: string | number): number {
    const registered = [...this.#byGuild.values()].flat().find(({ name }) => name === command);
    const declared = registered?.options?.find(({ name }) => name === option)?.type;
    return declared ?? (typeof value === 'string' ? 3 : 10);
  }

  /** What Discord adds to a command that is registered. */
  #fillIn(command: Part, guild: string | undefined): Registered {
    const added = {
      id: snowflake(),
      application_id: this.#applicationId,
      version: snowflake(),
      default_member_permissions: null,
      type: 1,
      nsfw: false,
      name_localizations: null,
      ...(guild !== undefined && { guild_id: guild }),
    };
    return { ...added, ...command };
  }
}
