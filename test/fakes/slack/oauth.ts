import { Refusal } from './methods.ts';
import { type Block, BOT_USER, type Workspace } from './workspace.ts';

export const APP = {
  clientId: '111.222',
  clientSecret: 'fake-client-secret',
  stateSecret: 'fake-state-secret',
};

/** What a person chose on Slack's page. */
export interface Consent {
  readonly space: Workspace;
  /** For the whole organisation instead of a workspace. */
  readonly orgWide?: boolean;
  /** Slack's tokens run out for this app, after so many seconds. */
  readonly expiresIn?: number;
}

/** The OAuth side of Slack: codes for a consent, tokens for a code or a refresh token. Each is good once. */
export function createOAuth() {
  const codes = new Map<string, Consent>();
  const refreshTokens = new Map<string, Consent>();

  function give({ space, orgWide = false, expiresIn }: Consent): Block {
    if (space.botToken) space.deadTokens.add(space.botToken);
    space.botToken = space.nextId(`xoxb-${space.team}-`);
    const refresh = space.nextId('xoxe-');
    if (expiresIn !== undefined) refreshTokens.set(refresh, { space });
    return {
      app_id: 'A0THETA',
      authed_user: { id: 'U0ADA' },
      scope: space.scopes.join(','),
      token_type: 'bot',
      access_token: space.botToken,
      bot_user_id: BOT_USER,
      team: orgWide ? null : { id: space.team, name: space.team },
      enterprise: orgWide ? { id: 'E0ORG', name: 'Org' } : null,
      is_enterprise_install: orgWide,
      ...(expiresIn !== undefined && { refresh_token: refresh, expires_in: expiresIn }),
    };
  }

  return {
    allow(consent: Consent): string {
      const code = consent.space.nextId('code-');
      codes.set(code, consent);
      return code;
    },
    /** `oauth.v2.access` */
    access({ client_id, client_secret, grant_type, code, refresh_token }: Block): Block {
      if (client_id !== APP.clientId) throw new Refusal('invalid_client_id');
      if (client_secret !== APP.clientSecret) throw new Refusal('bad_client_secret');
      if (grant_type === 'refresh_token') {
        const consent = refreshTokens.get(refresh_token);
        if (!consent) throw new Refusal('invalid_refresh_token');
        refreshTokens.delete(refresh_token);
        return give({ ...consent, expiresIn: 43_200 });
      }
      const consent = codes.get(code);
      if (!consent) throw new Refusal('invalid_code');
      codes.delete(code);
      return give(consent);
    },
  };
}
