import type { Request } from 'express';
import { type Locale, toLocale } from '../locales/locale.ts';

/** English or Chinese, whichever the browser ranks higher. */
export function acceptedLocale(request: Request): Locale {
  return toLocale(request.acceptsLanguages('en', 'zh') || null);
}
