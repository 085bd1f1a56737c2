import { webApi } from '@slack/bolt';

/** Slack understood and said no; `code` is its word for why: `not_in_channel`, `invalid_blocks` … */
export class SlackRefusal extends Error {
  override readonly name = 'SlackRefusal';
  readonly code: string;

  constructor(code: string) {
    super(`Slack refused: ${code}`);
    this.code = code;
  }
}

/** Theta is in this workspace no more, or never was. */
export class NotInstalled extends Error {
  override readonly name = 'NotInstalled';
}

/** A token that opens nothing, now and later. */
const SHUT_OUT = new Set([
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
]);

/** Slack's word for why it refused; undefined for any other error. */
export function refusalOf(error: unknown): string | undefined {
  if (error instanceof webApi.WebAPIPlatformError) return error.data.error;
  return error instanceof SlackRefusal ? error.code : undefined;
}

/** The workspace has removed Theta, or its token is wrong: trying again won't help. */
export function isShutOut(error: unknown): boolean {
  return error instanceof NotInstalled || SHUT_OUT.has(refusalOf(error) ?? '');
}
