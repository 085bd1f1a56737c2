import type { webApi } from '@slack/bolt';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { type Locale, toLocale } from '../locales/locale.ts';
import { isShutOut } from './slack-error.ts';

/** What Slack knows of a person that an answer needs. */
export interface Profile {
  readonly locale: Locale;
  /** As others see them in Slack; undefined when Slack didn't say. */
  readonly name?: string | undefined;
}

const UNKNOWN: Profile = { locale: 'en' };

/**
 * Looks people up, each once an hour.
 * @param client should fail fast rather than retry: an answer in English now is better than one in Chinese later
 * @returns a function that rejects only when the workspace has removed Theta
 */
export function createProfiles(client: webApi.WebClient, log: Logger): (user: string) => Promise<Profile> {
  const cache = new LRUCache<string, Profile>({
    max: 2_000,
    ttl: 60 * 60 * 1000,
    fetchMethod: async (id) => {
      const { user } = await client.users.info({ user: id, include_locale: true });
      const name = user?.profile?.display_name || user?.profile?.real_name || user?.name;
      return { locale: toLocale(user?.locale), name };
    },
  });
  return async (user) => {
    try {
      return (await cache.fetch(user)) ?? UNKNOWN;
    } catch (error) {
      if (isShutOut(error)) throw error;
      log.warn({ reason: String(error) }, 'no profile from Slack: answering in English');
      return UNKNOWN;
    }
  };
}
