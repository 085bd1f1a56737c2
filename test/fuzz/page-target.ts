import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import fc from 'fast-check';
import type { ReplyView } from '../../src/local/page/protocol.ts';
import { servePage } from '../local/serve-page.ts';
import { checkWords } from './check-reply.ts';
import { mutated } from './mutate.ts';
import { nastyText, nastyWords } from './nasty.ts';
import { startFuzzTheta } from './start-fuzz-theta.ts';
import { type Target, toProperty } from './target.ts';

const locale = fc.constantFrom('en' as const, 'zh' as const);
const message = fc.record({
  input: fc.oneof(fc.record({ text: nastyText }), fc.record({ button: nastyWords })),
  theme: fc.constantFrom('light', 'dark'),
  locale,
});
const suggestions = fc.record({
  command: fc.constantFrom('predict', 'faq', 'help', 'train', 'constructor'),
  option: fc.constantFrom('run', 'question', 'command', 'batch', '__proto__'),
  typed: nastyText,
  locale,
});
const json = (body: fc.Arbitrary<object>) =>
  mutated(body).map((changed) => ({ type: 'application/json', body: JSON.stringify(changed) }));
const sent = fc.oneof(
  { weight: 8, arbitrary: json(message).map((made) => ({ path: '/api/messages', ...made })) },
  { weight: 2, arbitrary: json(suggestions).map((made) => ({ path: '/api/suggestions', ...made })) },
  {
    weight: 1,
    arbitrary: fc.record({
      path: fc.constantFrom('/api/messages', '/api/suggestions', '/api/commands', '/api/x'),
      type: fc.constantFrom('application/json', 'application/json; charset=utf-16', 'text/plain', '*/*'),
      body: nastyText,
    }),
  },
);

/** More than the page takes of one address in a minute, so that each batch is another client. */
const BATCH = 1000;
const MOST_WORDS = 16 * 1024;

/** Bodies of the local page's API, over real HTTP. */
export const pageBodies: Target = {
  name: 'bodies for the page',
  cases: 12_000,
  async open() {
    const { theta, logged, close } = await startFuzzTheta();
    const page = await servePage(theta);
    let count = 0;
    let agent = newAgent(0);
    const property = toProperty(sent, async ({ path, type, body }) => {
      if (++count % BATCH === 0) {
        agent.destroy();
        agent = newAgent(count / BATCH);
      }
      const headers = { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) };
      const asked = request(page.url + path, { method: 'POST', agent, headers });
      asked.end(body);
      const [response]: IncomingMessage[] = await once(asked, 'response');
      const text = (await response!.setEncoding('utf8').toArray()).join('');
      const { statusCode } = response!;
      assert.deepEqual(logged.splice(0), []);
      if (body.length > MOST_WORDS) assert(statusCode === 413 || statusCode === 415, String(statusCode));
      if (statusCode !== 200) {
        assert([400, 404, 413, 415].includes(statusCode!), `${statusCode} ${text}`);
        return assert.match(text, /^{"error":"[a-z-]+"}$/);
      }
      const lines = text.trimEnd().split('\n');
      if (path === '/api/suggestions') return assert(Array.isArray(JSON.parse(text)));
      const { reply } = JSON.parse(lines.at(-1)!) as { reply: ReplyView };
      const { input, locale } = JSON.parse(body);
      checkWords(reply.blocks, body + wordsIn(input), locale);
    });
    return {
      property,
      async close() {
        agent.destroy();
        await page.stop();
        await close();
      },
    };
  },
};

function newAgent(batch: number): Agent {
  return new Agent({ keepAlive: true, localAddress: `127.0.1.${batch + 1}` });
}

/** What stands in a message once its JSON, and a button's query, are decoded. */
function wordsIn(input: Record<string, string>): string {
  const [words = ''] = Object.values(input);
  return `${words} ${[...new URLSearchParams(words.split('?', 2)[1])].flat().join(' ')}`;
}
