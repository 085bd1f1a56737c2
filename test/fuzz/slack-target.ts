import assert from 'node:assert/strict';
import type { BlockAction, ButtonAction, SlashCommand } from '@slack/bolt';
import fc from 'fast-check';
import type { Asker } from '../../src/command/invocation.ts';
import type { Locale } from '../../src/locales/locale.ts';
import { plain, text } from '../../src/reply/text.ts';
import {
  fromButton,
  fromMessage,
  fromSlashCommand,
  type MessageEvent,
  type Request,
} from '../../src/slack/receive.ts';
import { renderReply } from '../../src/slack/render-reply.ts';
import { checkMessage } from '../fakes/slack/check-message.ts';
import { readMessage } from '../slack/read-blocks.ts';
import { received, said } from './from-platform.ts';
import { nastyWords } from './nasty.ts';
import { type SlackPayload, slackPayload } from './slack-payload.ts';
import { answerFully, startFuzzTheta } from './start-fuzz-theta.ts';
import { type Target, toProperty } from './target.ts';

function receiveFromSlack({ kind, payload }: SlackPayload): Request | undefined {
  switch (kind) {
    case 'slash':
      return fromSlashCommand(payload as SlashCommand, 'theta-');
    case 'press': {
      const body = payload as BlockAction<ButtonAction>;
      return fromButton(body, body.actions[0]!);
    }
    case 'event':
      return fromMessage(payload as MessageEvent, 'T0', 'U0BOT');
    default:
      return kind satisfies never;
  }
}

function askerOf({ team, place }: Request): Asker {
  return { platform: 'slack', space: `slack:${team}`, learner: String(place.user) };
}

/** From Slack's JSON to the message that goes back, read as Slack's client reads it. */
export const slackPayloads: Target = {
  name: 'Slack payloads',
  cases: 15_000,
  async open() {
    const fuzzed = await startFuzzTheta('theta-');
    const locale = fc.constantFrom<Locale>('en', 'zh');
    const property = toProperty(fc.tuple(slackPayload, nastyWords, locale), async ([sent, name, locale]) => {
      const request = received(() => receiveFromSlack(sent));
      const asker = received(() => request && askerOf(request));
      if (!request || !asker) return;
      const { input, said: above } = request;
      const reply = await answerFully(fuzzed, { id: 'slack:1', asker, locale, input }, said(sent.payload));
      const asked = above === undefined ? undefined : plain(text`${name}: ${above}`);
      const pictures = reply.blocks.flatMap((block) => (block.kind === 'picture' ? [['F1']] : []));
      for (const shown of [pictures, 'failed'] as const) {
        const message = renderReply(reply, { locale, pictures: shown, asked });
        assert.deepEqual(checkMessage(message), []);
        assert.deepEqual(readMessage(message), []);
      }
    });
    return { property, close: fuzzed.close };
  },
};
