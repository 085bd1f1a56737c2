import { REST, type RESTOptions } from 'discord.js';
import type { Logger } from 'pino';
import { pauseWhenRefused } from './pause-when-refused.ts';
import { sendWhole } from './send-whole.ts';

/** How Theta talks to Discord's REST API. */
export function restOptions(apiUrl: string | undefined, log: Logger): Partial<RESTOptions> {
  const send = pauseWhenRefused(sendWhole, log);
  return {
    // Trying again is retry.ts's business: discord.js does it without a pause.
    retries: 0,
    // discord.js types its own fetch's Request and Response; Node's are the same at run time.
    makeRequest: send as unknown as RESTOptions['makeRequest'],
    // Answers to interactions are exempt from Discord's global limit, and there is little else.
    globalRequestsPerSecond: Number.POSITIVE_INFINITY,
    ...(apiUrl !== undefined && { api: apiUrl.replace(/\/+$/, '') }),
  };
}

export function createRest(apiUrl: string | undefined, log: Logger): REST {
  return new REST(restOptions(apiUrl, log));
}
