import { ErrorCode } from '@slack/oauth';
import type { Request, Response } from 'express';
import { toLocale } from '../locales/locale.ts';
import { OrgWideInstall } from './installations.ts';
import { slackWords } from './words.ts';

type InstallWords = (typeof slackWords)['en']['install'];

/** The page at which adding Theta to a workspace ends. What went wrong inside, it does not tell. */
export function showInstallPage(error: Error | undefined, request: Request, response: Response): void {
  const locale = toLocale(request.acceptsLanguages()[0]);
  const words = slackWords[locale].install;
  const [status, sentence] = judge(error, words);
  const link = error === undefined ? '' : `<p><a href="/slack/install">${words.again}</a></p>`;
  response
    .status(status)
    // The address holds what Slack sent along.
    .set({ 'content-security-policy': "default-src 'none'", 'referrer-policy': 'no-referrer' })
    .send(
      `<!doctype html><html lang="${locale}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Theta</title><p>${sentence}</p>${link}</html>`,
    );
}

function judge(error: Error | undefined, words: InstallWords): [status: number, sentence: string] {
  if (error === undefined) return [200, words.done];
  if (error instanceof OrgWideInstall) return [403, words.orgWide];
  switch ('code' in error ? error.code : undefined) {
    case ErrorCode.AuthorizationError:
      return [403, words.cancelled];
    case ErrorCode.MissingCodeError:
    case ErrorCode.MissingStateError:
    case ErrorCode.InvalidStateError:
      return [400, words.stale];
    default:
      return [503, words.fault];
  }
}
