import type { Meter, PlatformErrorKind } from '../command/meter.ts';
import type { Send } from './send-whole.ts';

/** Reports every request that fails, also where it is tried again. */
export function reportErrors(send: Send, meter: Meter): Send {
  return async (url, init) => {
    const response = await send(url, init).catch((error) => {
      meter.platformError('discord', 'lost');
      throw error;
    });
    const kind = kindOf(response.status);
    if (kind) meter.platformError('discord', kind);
    return response;
  };
}

function kindOf(status: number): PlatformErrorKind | undefined {
  if (status === 429) return 'rate-limited';
  if (status >= 500) return 'server';
  return status >= 400 ? 'refused' : undefined;
}
