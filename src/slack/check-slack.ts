import { z } from 'zod';
import { explainFailure } from '../checkup/explain-failure.ts';
import { RefusedRequest } from '../checkup/failure.ts';
import { broken, type Checkup, doubtful, LONGEST_CHECK_MS, well } from '../checkup/finding.ts';
import type { Locale } from '../locales/locale.ts';
import { checkWords } from './check-words.ts';
import { SCOPES } from './scopes.ts';
import { createSeal } from './seal.ts';

export interface SlackSettings {
  /** Set for many workspaces, which install the app by OAuth. */
  readonly tokenKeys: string | undefined;
  /** Undefined without many workspaces: Slack is off. */
  readonly botToken: string | undefined;
  /** Undefined: signed HTTP instead of Socket Mode. */
  readonly appToken: string | undefined;
  /** Ends in `/`. */
  readonly apiUrl: string;
}

const Answer = z.object({
  ok: z.boolean(),
  error: z.string().optional(),
  team: z.string().optional(),
  user: z.string().optional(),
});
const REFUSED_TOKEN =
  /^(not_authed|invalid_auth|account_inactive|token_(revoked|expired)|not_allowed_token_type|no_permission)$/;

/** Seconds. Slack wants signatures younger than five minutes refused otherwise; a minute off is on its way there. */
const SIGNATURES_END = 300;
const CLOCK_IS_OFF = 60;

/** Whether Slack takes the tokens and grants what the manifest asks for. Reads only. */
export async function* checkSlack(settings: SlackSettings, locale: Locale): Checkup {
  const { tokenKeys, botToken, appToken, apiUrl } = settings;
  const words = checkWords[locale];
  if (tokenKeys) return yield* checkManyWorkspaces(tokenKeys, apiUrl, locale);
  if (!botToken) return yield well(words.off);
  try {
    const { answer, granted, skew } = await call(`${apiUrl}auth.test`, botToken);
    yield* checkClock(skew, locale);
    if (!answer.ok) {
      const { error = '' } = answer;
      return yield broken(REFUSED_TOKEN.test(error) ? words.botTokenRefused(error) : words.refused(error));
    }
    yield well(words.botToken(answer.user ?? '', answer.team ?? ''));
    const missing = SCOPES.filter((scope) => !granted.includes(scope));
    yield missing.length > 0 ? broken(words.missingScopes(missing)) : well(words.scopes(SCOPES.length));
  } catch (error) {
    return yield explainFailure(error, 'Slack', locale);
  }
  if (!appToken) return yield well(words.byHttp);
  try {
    const { answer } = await call(`${apiUrl}apps.connections.open`, appToken);
    yield answer.ok ? well(words.appToken) : broken(words.appTokenRefused(answer.error ?? ''));
  } catch (error) {
    yield explainFailure(error, 'Slack', locale);
  }
}

/** Each workspace has a token of its own: what can be seen without one. */
async function* checkManyWorkspaces(tokenKeys: string, apiUrl: string, locale: Locale): Checkup {
  const words = checkWords[locale];
  try {
    createSeal(tokenKeys);
  } catch {
    yield broken(words.strangeKeys);
  }
  try {
    const { skew } = await call(`${apiUrl}api.test`);
    yield* checkClock(skew, locale);
    yield well(words.manyWorkspaces);
  } catch (error) {
    yield explainFailure(error, 'Slack', locale);
  }
}

async function* checkClock(skew: number, locale: Locale): Checkup {
  const words = checkWords[locale];
  if (Math.abs(skew) > SIGNATURES_END) yield broken(words.wrongClock(Math.round(skew)));
  else if (Math.abs(skew) > CLOCK_IS_OFF) yield doubtful(words.slowlyWrongClock(Math.round(skew)));
}

/** Not by Slack's client, which hides the header with the time. `skew`: how far our clock is ahead, in seconds. */
async function call(url: string, token?: string) {
  const response = await fetch(url, {
    method: 'POST',
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    body: new URLSearchParams(),
    signal: AbortSignal.timeout(LONGEST_CHECK_MS),
  });
  if (!response.ok) throw new RefusedRequest(response.status);
  const time = Date.parse(response.headers.get('date') ?? '');
  return {
    answer: Answer.parse(await response.json()),
    granted: (response.headers.get('x-oauth-scopes') ?? '').split(/\s*,\s*/),
    skew: Number.isNaN(time) ? 0 : (Date.now() - time) / 1000,
  };
}
