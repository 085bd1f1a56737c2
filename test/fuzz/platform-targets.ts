import assert from 'node:assert/strict';
import type { BlockAction, ButtonAction, SlashCommand } from '@slack/bolt';
import type { APIInteraction } from 'discord.js';
import fc from 'fast-check';
import type { Asker } from '../../src/command/invocation.ts';
import { receive } from '../../src/discord/receive.ts';
import { renderReply as renderForDiscord } from '../../src/discord/render-reply.ts';
import type { Locale } from '../../src/locales/locale.ts';
import { plain, text } from '../../src/reply/text.ts';
import {
  fromButton,
  fromMessage,
  fromSlashCommand,
  type MessageEvent,
  type Request,
} from '../../src/slack/receive.ts';
import { renderReply as renderForSlack } from '../../src/slack/render-reply.ts';
import { readMarkdown } from '../discord/read-markdown.ts';
import { toInteractionJson } from '../fakes/discord/interaction-json.ts';
import { checkMessage } from '../fakes/slack/check-message.ts';
import { readMessage } from '../slack/read-blocks.ts';
import { mutated } from './mutate.ts';
import { nastyText, nastyWords } from './nasty.ts';
import { nastyCall } from './nasty-call.ts';
import { answerFully, startFuzzTheta } from './start-fuzz-theta.ts';
import { type Target, toProperty } from './target.ts';

const APP = '100000000000000001';
const id = fc.constantFrom('200000000000000001', '200000000000000002');
const place = fc.record({
  user: id,
  guild: fc.constantFrom('300000000000000001', null),
  locale: fc.constantFrom('en-US', 'zh-CN', 'fr'),
});

/** What only a platform that has gone mad sends: its request is dropped, and the log says so. */
function received<T>(receive: () => T): T | undefined {
  try {
    return receive();
  } catch (error) {
    assert(error instanceof TypeError, String(error));
    return undefined;
  }
}

const discordValue = fc.oneof(nastyText, fc.double({ noNaN: true }), fc.integer());
const discordCall = nastyCall(discordValue).map(({ command, options }) => ({
  id: '1',
  name: `theta-${command}`,
  type: 1,
  options: options.map(([name, value]) => ({ name, type: typeof value === 'string' ? 3 : 10, value })),
}));

const discordInteraction = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(discordCall, place).map(([data, from]) => toInteractionJson(2, data, APP, from)),
  },
  fc
    .tuple(nastyText, place)
    .map(([custom_id, from]) =>
      toInteractionJson(3, { custom_id, component_type: 2, id: 1 }, APP, from, { id: '5' }),
    ),
  fc
    .tuple(discordCall, nastyText, place)
    .map(([data, value, from]) =>
      toInteractionJson(
        4,
        { ...data, options: [...data.options.slice(1), { name: 'run', type: 3, value, focused: true }] },
        APP,
        from,
      ),
    ),
);

/** From Discord's JSON to the message that goes back, read as Discord's client reads it. */
const discordPayloads: Target = {
  name: 'Discord interactions',
  cases: 15_000,
  async open() {
    const fuzzed = await startFuzzTheta('theta-');
    const property = toProperty(mutated(discordInteraction), async (payload) => {
      const taken = received(() => receive(payload as unknown as APIInteraction, 'theta-'));
      if (taken?.kind === 'typing') {
        await fuzzed.theta.suggest(taken.typing);
        assert.deepEqual(fuzzed.logged.splice(0), []);
      }
      if (taken?.kind !== 'invocation') return;
      const asked = said(payload);
      const { body } = renderForDiscord(await answerFully(fuzzed, taken.invocation, asked));
      assert.deepEqual(body.allowed_mentions, { parse: [] });
      let length = 0;
      for (const component of body.components) {
        if (!('content' in component)) continue;
        length += component.content.length;
        assert.deepEqual(readMarkdown(component.content).active, [], component.content);
      }
      assert(length <= 4000);
    });
    return { property, close: fuzzed.close };
  },
};

const who = fc.constantFrom('U0ADA', 'U0LIN');
const slashCommand = fc
  .tuple(
    fc.constantFrom('/theta-train', '/theta-faq', '/theta-help', '/train', '/theta-predict'),
    nastyText,
    who,
  )
  .map(([command, text, user_id]) => ({
    kind: 'slash' as const,
    payload: {
      command,
      text,
      team_id: 'T0',
      user_id,
      channel_id: 'C0',
      trigger_id: '1.2',
      response_url: 'https://hooks.slack.com/x',
    },
  }));
const pressed = fc.tuple(nastyText, nastyWords, who).map(([value, label, user]) => ({
  kind: 'press' as const,
  payload: {
    type: 'block_actions',
    team: { id: 'T0' },
    user: { id: user, team_id: 'T0' },
    channel: { id: 'C0' },
    container: { type: 'message', message_ts: '1.1', channel_id: 'C0' },
    message: { ts: '1.1' },
    actions: [{ type: 'button', action_id: 'theta:0', value, text: { type: 'plain_text', text: label } }],
    trigger_id: '1.3',
    response_url: 'https://hooks.slack.com/x',
  },
}));
const written = fc
  .tuple(fc.constantFrom('app_mention', 'message'), fc.constantFrom('<@U0BOT> ', ''), nastyText, who)
  .map(([type, mention, words, user]) => ({
    kind: 'event' as const,
    payload: { type, channel: 'D0', channel_type: 'im', user, text: mention + words, ts: '1.4' },
  }));

type SlackPayload = { readonly kind: 'slash' | 'press' | 'event'; readonly payload: object };

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
const slackPayloads: Target = {
  name: 'Slack payloads',
  cases: 15_000,
  async open() {
    const fuzzed = await startFuzzTheta('theta-');
    const made: fc.Arbitrary<SlackPayload> = fc
      .oneof(slashCommand, pressed, written)
      .chain(({ kind, payload }) =>
        mutated(fc.constant<object>(payload)).map((changed) => ({ kind, payload: changed })),
      );
    const locale = fc.constantFrom<Locale>('en', 'zh');
    const property = toProperty(fc.tuple(made, nastyWords, locale), async ([sent, name, locale]) => {
      const request = received(() => receiveFromSlack(sent));
      const asker = received(() => request && askerOf(request));
      if (!request || !asker) return;
      const { input, said: above } = request;
      const reply = await answerFully(fuzzed, { id: 'slack:1', asker, locale, input }, said(sent.payload));
      const asked = above === undefined ? undefined : plain(text`${name}: ${above}`);
      const pictures = reply.blocks.flatMap((block) => (block.kind === 'picture' ? [['F1']] : []));
      for (const shown of [pictures, 'failed'] as const) {
        const message = renderForSlack(reply, { locale, pictures: shown, asked });
        assert.deepEqual(checkMessage(message), []);
        assert.deepEqual(readMessage(message), []);
      }
    });
    return { property, close: fuzzed.close };
  },
};

/** What a name reads as that a mad platform has left out, or made an object. */
const NAMELESS = 'undefined [object Object]';

/** All that a payload says, as it may be repeated: the JSON, and what stands in its strings once they are decoded. */
function said(payload: object): string {
  const strings: string[] = [];
  JSON.stringify(payload, (name, value) => {
    strings.push(name);
    if (typeof value !== 'string') return value;
    strings.push(value, [...new URLSearchParams(value)].flat().join(' '));
    strings.push([...new URLSearchParams(value.split('?', 2)[1])].flat().join(' '));
    return value;
  });
  return `${JSON.stringify(payload)} ${strings.join(' ')} ${NAMELESS}`;
}

export const platformTargets: readonly Target[] = [discordPayloads, slackPayloads];
