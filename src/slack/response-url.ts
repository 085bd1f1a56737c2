import { setTimeout as delay } from 'node:timers/promises';
import type { Message } from './render-reply.ts';
import { SlackRefusal } from './slack-error.ts';

/** How often Slack may get a message, and how often we wait before: for a rate limit, or a connection that failed. */
export interface Effort {
  readonly tries: number;
  readonly waits: number;
}

/**
 * Slack takes 5 messages through one response URL, and a try that got no clear answer may have been one. So they are
 * given out beforehand: one for a place in the queue, one for a word meanwhile, and three for the answer.
 */
export const WORD: Effort = { tries: 1, waits: 0 };
export const ANSWER: Effort = { tries: 3, waits: 20 };

const LONGEST_WAIT = 60_000;
/** The request did not leave, so it wasn't a try. */
const UNSENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * Sends a new message through a response URL, in the channel or to the learner alone, also where the bot is no
 * member, within 30 minutes of the request. It never changes a message: for a slash command Slack ignores
 * `replace_original`, and for a button the original is the answer that everybody shares.
 * @throws SlackRefusal for a message that Slack won't take, or a URL that is used up
 */
export async function sendToResponseUrl(
  url: string,
  to: 'in_channel' | 'ephemeral',
  message: Message & { readonly thread_ts?: string | undefined },
  { tries, waits }: Effort,
): Promise<void> {
  const body = JSON.stringify({ response_type: to, replace_original: false, ...message });
  for (let waited = 0, left = tries; ; waited++) {
    const outcome = await post(url, body);
    if (outcome instanceof Response && outcome.status < 500 && outcome.status !== 429) return judge(outcome);
    if (!isUntaken(outcome)) left -= 1;
    if (left === 0 || waited === waits)
      throw outcome instanceof Response ? new Error(`HTTP ${outcome.status}`) : outcome;
    const asked = outcome instanceof Response ? Number(outcome.headers.get('retry-after') ?? 0) * 1000 : 0;
    await delay(Math.min(Math.max(asked, 500 * (waited + 1)), LONGEST_WAIT));
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

function isUntaken(outcome: Response | Error): boolean {
  if (outcome instanceof Response) return outcome.status === 429;
  return UNSENT.has((outcome.cause as NodeJS.ErrnoException | undefined)?.code ?? '');
}

/** Slack answers `ok`, or `{"ok":false,"error":"used_url"}`, with whatever status. */
async function judge(response: Response): Promise<void> {
  const said = await response.text();
  const error = /"error"\s*:\s*"(\w+)"/.exec(said)?.[1];
  if (error !== undefined) throw new SlackRefusal(error);
  if (!response.ok) throw new SlackRefusal(/^\w+$/.test(said) ? said : `http_${response.status}`);
}
