import type { Theta } from '../command/theta.ts';
import type { Locale } from '../locales/locale.ts';
import { openConversation } from './conversation.ts';
import type { Request } from './receive.ts';
import { type Message, renderReply } from './render-reply.ts';
import { ANSWER, type Effort, sendToResponseUrl } from './response-url.ts';
import type { Workspaces } from './workspaces.ts';

/** Something to say about a request, apart from its answer. */
export interface Remark {
  say(this: void, locale: Locale): Message | Promise<Message>;
  readonly effort: Effort;
}

/**
 * Makes a remark to the asker alone. It needs no workspace where there is a response URL: the database may be what it
 * is about.
 */
export async function tell(
  { team, place }: Request,
  workspaces: Workspaces,
  { say, effort }: Remark,
): Promise<void> {
  const workspace = await workspaces.open(team).catch((error) => {
    if (place.responseUrl === undefined) throw error;
  });
  const message = await say(workspace ? (await workspace.profileOf(place.user)).locale : 'en');
  if (place.responseUrl !== undefined)
    return sendToResponseUrl(place.responseUrl, 'ephemeral', message, effort);
  const unnoted = { note: {}, add: async () => {} };
  await openConversation(workspace!, place, unnoted).whisper(message);
}

/** What went wrong with a request, in the asker's words: all the answer that they get. */
export function explainWith(theta: Theta, error: unknown, id: string): Remark {
  return {
    say: async (locale) =>
      renderReply(await theta.explain(error, { id, locale }), { locale, pictures: 'failed' }),
    effort: ANSWER,
  };
}
