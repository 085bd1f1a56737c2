import type { Platform } from './invocation.ts';
import type { Meter, PlatformErrorKind } from './meter.ts';

type Send<Target, Init> = (target: Target, init: Init) => Promise<Response>;

/** A way to send requests that reports every one that fails, also where it is tried again. */
export function reportErrors<Target, Init>(
  send: Send<Target, Init>,
  platform: Platform,
  meter: Meter,
): Send<Target, Init> {
  return async (target, init) => {
    const response = await send(target, init).catch((error) => {
      meter.platformError(platform, 'lost');
      throw error;
    });
    const kind = kindOf(response.status);
    if (kind) meter.platformError(platform, kind);
    return response;
  };
}

function kindOf(status: number): PlatformErrorKind | undefined {
  if (status === 429) return 'rate-limited';
  if (status >= 500) return 'server';
  return status >= 400 ? 'refused' : undefined;
}
