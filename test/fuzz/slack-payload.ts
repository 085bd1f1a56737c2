import fc from 'fast-check';
import { mutated } from './mutate.ts';
import { nastyText, nastyWords } from './nasty.ts';
import { nastyCall } from './nasty-call.ts';

const who = fc.constantFrom('U0ADA', 'U0LIN');
const slashCommand = fc
  .tuple(nastyCall(nastyWords), fc.oneof(fc.constant(''), nastyText), who)
  .map(([{ command, options }, rest, user_id]) => ({
    kind: 'slash' as const,
    payload: {
      command: `/theta-${command}`,
      text: [...options.map(([name, value]) => `${name}:${value}`), rest].join(' '),
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

export type SlackPayload = { readonly kind: 'slash' | 'press' | 'event'; readonly payload: object };

/** What Slack sends, and what it never would. The commands have the prefix `theta-`. */
export const slackPayload: fc.Arbitrary<SlackPayload> = fc
  .oneof({ weight: 3, arbitrary: slashCommand }, pressed, written)
  .chain(({ kind, payload }) =>
    mutated(fc.constant<object>(payload)).map((changed) => ({ kind, payload: changed })),
  );
