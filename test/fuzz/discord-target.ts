import assert from 'node:assert/strict';
import type { APIInteraction } from 'discord.js';
import { receive } from '../../src/discord/receive.ts';
import { renderReply } from '../../src/discord/render-reply.ts';
import { readMarkdown } from '../discord/read-markdown.ts';
import { discordPayload } from './discord-payload.ts';
import { received, said } from './from-platform.ts';
import { answerFully, startFuzzTheta } from './start-fuzz-theta.ts';
import { type Target, toProperty } from './target.ts';

/** From Discord's JSON to the message that goes back, read as Discord's client reads it. */
export const discordPayloads: Target = {
  name: 'Discord interactions',
  cases: 15_000,
  async open() {
    const fuzzed = await startFuzzTheta('theta-');
    const property = toProperty(discordPayload, async (payload) => {
      const taken = received(() => receive(payload as unknown as APIInteraction, 'theta-'));
      if (taken?.kind === 'typing') {
        await fuzzed.theta.suggest(taken.typing);
        assert.deepEqual(fuzzed.logged.splice(0), []);
      }
      if (taken?.kind !== 'invocation') return;
      const asked = said(payload);
      const { body } = renderReply(await answerFully(fuzzed, taken.invocation, asked));
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
