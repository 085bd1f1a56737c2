import { randomBytes } from 'node:crypto';
import { snowflake } from './snowflake.ts';

/** Who interacts, and where; `guild: null` is a direct message. */
export interface From {
  readonly user?: string;
  readonly guild?: string | null;
  readonly locale?: string;
}

const ALICE = '200000000000000001';
const CLASSROOM = '300000000000000001';
const CHANNEL = '400000000000000001';
const PERMISSIONS = '2251799813685247';

/** An interaction as the gateway sends it. */
export function toInteractionJson(
  type: number,
  data: unknown,
  applicationId: string,
  from: From,
  message?: unknown,
) {
  const { user: id = ALICE, guild = CLASSROOM, locale = 'en-US' } = from;
  const user = { id, username: `user${id.slice(-2)}`, discriminator: '0', global_name: null, avatar: null };
  const place = guild === null ? directMessage(user, applicationId) : server(guild, user);
  return {
    id: snowflake(),
    application_id: applicationId,
    type,
    data,
    channel_id: guild === null ? directChannel(id) : CHANNEL,
    token: randomBytes(48).toString('base64url'),
    version: 1,
    app_permissions: PERMISSIONS,
    locale,
    entitlements: [],
    attachment_size_limit: 10 * 1024 * 1024,
    ...place,
    ...(message !== undefined && { message }),
  };
}

function server(id: string, user: object) {
  return {
    guild_id: id,
    guild: { id, features: [], locale: 'en-US' },
    guild_locale: 'en-US',
    channel: { id: CHANNEL, type: 0, guild_id: id, name: 'lesson', permissions: PERMISSIONS, flags: 0 },
    member: {
      user,
      roles: [],
      joined_at: '2026-01-01T00:00:00.000Z',
      permissions: PERMISSIONS,
      deaf: false,
      mute: false,
      pending: false,
      flags: 0,
      nick: null,
      avatar: null,
    },
    authorizing_integration_owners: { 0: id },
    context: 0,
  };
}

function directMessage(user: { id: string }, applicationId: string) {
  const recipients = [{ id: applicationId, username: 'theta', discriminator: '0', avatar: null, bot: true }];
  return {
    user,
    channel: { id: directChannel(user.id), type: 1, recipients, flags: 0 },
    authorizing_integration_owners: { 1: user.id },
    context: 1,
  };
}

/** The bot has one conversation with each person. */
function directChannel(user: string): string {
  return String(BigInt(user) + 1_000_000_000_000_000_000n);
}
