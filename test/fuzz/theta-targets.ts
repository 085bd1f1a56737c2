import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Asker, Invocation } from '../../src/command/invocation.ts';
import { nastyText, nastyValue, nastyWords } from './nasty.ts';
import { nastyCall } from './nasty-call.ts';
import { answerFully, startFuzzTheta } from './start-fuzz-theta.ts';
import { type Target, toProperty } from './target.ts';

const locale = fc.constantFrom('en' as const, 'zh' as const);
const asker = (learner: string): Asker => ({ platform: 'local', space: 'local', learner });
/** Each a request of its own: one that came before would get the run that it has trained. */
const ask = (learner: string, locale: Invocation['locale'], input: Invocation['input']): Invocation => ({
  id: `local:${randomUUID()}`,
  asker: asker(learner),
  locale,
  input,
});

/** A line as somebody types it. */
const typedLines: Target = {
  name: 'typed lines',
  cases: 40_000,
  async open() {
    const fuzzed = await startFuzzTheta();
    const line = fc.oneof(
      nastyText,
      nastyText.map((rest) => `/train ${rest}`),
      fc
        .tuple(nastyCall(nastyWords), fc.constantFrom(':', '=', ': ', ' '))
        .map(([{ command, options }, sign]) =>
          [`/${command}`, ...options.map(([name, value]) => name + sign + value)].join(' '),
        ),
    );
    const property = toProperty(fc.record({ text: line, locale }), async ({ text, locale }) => {
      await answerFully(fuzzed, ask('ada', locale, { text }), text);
    });
    return { property, close: fuzzed.close };
  },
};

/** Options as a platform sends them: names and values of any kind, own `__proto__` included. */
const optionRecords: Target = {
  name: 'option records',
  cases: 30_000,
  async open() {
    const fuzzed = await startFuzzTheta();
    const input = nastyCall(nastyValue).map(({ command, options }) => ({
      command,
      options: Object.fromEntries(options),
    }));
    const property = toProperty(fc.record({ input, locale }), async ({ input, locale }) => {
      // JSON leaves out what has no value, and its name.
      const asked = `${JSON.stringify(input)} ${Object.keys(input.options)}`;
      await answerFully(fuzzed, ask('ben', locale, input), asked);
    });
    return { property, close: fuzzed.close };
  },
};

/** Ids of buttons, forged ones included. */
const buttonIds: Target = {
  name: 'button ids',
  cases: 20_000,
  async open() {
    const fuzzed = await startFuzzTheta();
    const forged = nastyCall(nastyWords).map(({ command, options }) => {
      const query = new URLSearchParams(
        options.map(([name, value]): [string, string] => [name, String(value)]),
      );
      return `${command}?${query}`;
    });
    const button = fc.oneof(
      { weight: 3, arbitrary: forged },
      nastyText,
      nastyWords.map((query) => `train?${query}`),
      nastyWords.map((words) => `#${words}`),
      fc.stringMatching(/^#[0-9a-f]{24}$/),
    );
    const property = toProperty(fc.record({ button, locale }), async ({ button, locale }) => {
      const asked = `${button} ${[...new URLSearchParams(button.split('?', 2)[1])].flat().join(' ')}`;
      await answerFully(fuzzed, ask('cyd', locale, { button }), asked);
    });
    return { property, close: fuzzed.close };
  },
};

/** What stands in an option while somebody is still typing. */
const typing: Target = {
  name: 'completion',
  cases: 5_000,
  async open() {
    const fuzzed = await startFuzzTheta();
    for (const seed of [1, 2]) await answerFully(fuzzed, ask('dan', 'en', { text: `/train seed:${seed}` }));
    const options = fc.constantFrom('run', 'question', 'command', 'batch', 'constructor', '__proto__');
    const asked = fc.record({
      command: fc.oneof(fc.constantFrom('predict', 'continue', 'faq', 'help', 'train'), nastyWords),
      option: fc.oneof({ weight: 5, arbitrary: options }, nastyWords),
      typed: nastyText,
      locale,
    });
    const property = toProperty(asked, async (typing) => {
      const rows = await fuzzed.theta.suggest({ ...typing, asker: asker('dan') });
      assert(rows.length <= 25);
      for (const { label, value } of rows) {
        assert(label !== '' && label.length <= 100, label);
        assert(value !== '' && value.length <= 100, value);
      }
      assert.deepEqual(fuzzed.logged.splice(0), []);
    });
    return { property, close: fuzzed.close };
  },
};

export const thetaTargets: readonly Target[] = [typedLines, optionRecords, buttonIds, typing];
