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

/** Slack's word for why it refused; undefined for any other error. */
export function refusalOf(error: unknown): string | undefined {
  if (error instanceof webApi.WebAPIPlatformError) return error.data.error;
  return error instanceof SlackRefusal ? error.code : undefined;
}
