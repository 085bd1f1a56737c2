import { REST, type RESTOptions } from 'discord.js';
import type { Logger } from 'pino';
import type { Meter } from '../command/meter.ts';
import { reportErrors } from '../command/report-errors.ts';
import { pauseWhenRefused } from './pause-when-refused.ts';
import { sendWhole } from './send-whole.ts';

/** How to reach Discord's REST API. */
export interface RestSettings {
  /** Another base than `https://discord.com/api`. */
  readonly apiUrl?: string | undefined;
  readonly meter?: Meter | undefined;
  readonly log: Logger;
}

/** Settings as discord.js takes them. */
export function restOptions({ apiUrl, meter, log }: RestSettings): Partial<RESTOptions> {
  const send = pauseWhenRefused(meter ? reportErrors(sendWhole, 'discord', meter) : sendWhole, log);
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

export function createRest(settings: RestSettings): REST {
  return new REST(restOptions(settings));
}
