import { setTimeout as delay } from 'node:timers/promises';
import type { Message } from './render-reply.ts';
import { SlackRefusal } from './slack-error.ts';

const TRIES = 5;
const LONGEST_WAIT = 60_000;

/**
 * Sends a new message through a response URL, in the channel or to the learner alone, also where the bot is no
 * member. Slack takes 5 within 30 minutes. It never changes a message: for a slash command Slack ignores
 * `replace_original`, and for a button the original is the answer that everybody shares.
 * @throws SlackRefusal for a message that Slack won't take, or a URL that is used up
 */
export async function sendToResponseUrl(
  url: string,
  to: 'in_channel' | 'ephemeral',
  message: Message & { readonly thread_ts?: string | undefined },
): Promise<void> {
  const body = JSON.stringify({ response_type: to, replace_original: false, ...message });
  for (let attempt = 1; ; attempt++) {
    const response = await post(url, body);
    if (response instanceof Response && response.status < 500 && response.status !== 429)
      return judge(response);
    if (attempt === TRIES)
      throw response instanceof Response ? new Error(`HTTP ${response.status}`) : response;
    const asked = response instanceof Response ? Number(response.headers.get('retry-after') ?? 0) * 1000 : 0;
    await delay(Math.min(Math.max(asked, 500 * attempt), LONGEST_WAIT));
  }
}

async function post(url: string, body: string): Promise<Response | Error> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(15_000),
    });
  } catch (error) {
    return error as Error;
  }
}

/** Slack answers `ok`, or `{"ok":false,"error":"used_url"}`, with whatever status. */
async function judge(response: Response): Promise<void> {
  const said = await response.text();
  const error = /"error"\s*:\s*"(\w+)"/.exec(said)?.[1];
  if (error !== undefined) throw new SlackRefusal(error);
  if (!response.ok) throw new SlackRefusal(/^\w+$/.test(said) ? said : `http_${response.status}`);
}
