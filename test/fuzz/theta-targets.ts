import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Asker } from '../../src/command/invocation.ts';
import { nastyText, nastyValue, nastyWords } from './nasty.ts';
import { answerFully, startFuzzTheta } from './start-fuzz-theta.ts';
import { type Target, toProperty } from './target.ts';

const locale = fc.constantFrom('en' as const, 'zh' as const);
const asker = (learner: string): Asker => ({ platform: 'local', space: 'local', learner });
const command = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('train', 'predict', 'continue', 'faq', 'help') },
  { weight: 1, arbitrary: nastyWords },
);
const optionName = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      'epochs',
      'lr',
      'batch',
      'samples',
      'noise',
      'seed',
      'x',
      'run',
      'question',
      'command',
    ),
  },
  { weight: 1, arbitrary: nastyWords },
);

/** A line as somebody types it. */
const typedLines: Target = {
  name: 'typed lines',
  cases: 40_000,
  async open() {
    const fuzzed = await startFuzzTheta();
    const line = fc.oneof(
      nastyText,
      fc.tuple(command, nastyText).map(([name, rest]) => `/${name} ${rest}`),
      fc
        .tuple(command, fc.array(fc.tuple(optionName, nastyWords), { maxLength: 4 }))
        .map(([name, options]) =>
          [name, ...options.map(([option, value]) => `${option}:${value}`)].join(' '),
        ),
    );
    const property = toProperty(fc.record({ text: line, locale }), async ({ text, locale }) => {
      await answerFully(fuzzed, { id: 'local:1', asker: asker('ada'), locale, input: { text } }, text);
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
    const options = fc
      .array(fc.tuple(optionName, nastyValue), { maxLength: 5 })
      .map((entries) => Object.fromEntries(entries));
    const input = fc.record({ command, options });
    const property = toProperty(fc.record({ input, locale }), async ({ input, locale }) => {
      // JSON leaves out what has no value, and its name.
      const asked = `${JSON.stringify(input)} ${Object.keys(input.options)}`;
      await answerFully(fuzzed, { id: 'local:2', asker: asker('ben'), locale, input }, asked);
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
    const query = fc
      .array(fc.tuple(optionName, nastyWords), { maxLength: 4 })
      .map((entries) => String(new URLSearchParams(entries)));
    const button = fc.oneof(
      nastyText,
      fc.tuple(command, query).map(([name, options]) => `${name}?${options}`),
      fc.tuple(command, nastyWords).map(([name, options]) => `${name}?${options}`),
      nastyWords.map((words) => `#${words}`),
      fc.stringMatching(/^#[0-9a-f]{24}$/),
    );
    const property = toProperty(fc.record({ button, locale }), async ({ button, locale }) => {
      const asked = `${button} ${[...new URLSearchParams(button.split('?', 2)[1])].flat().join(' ')}`;
      await answerFully(fuzzed, { id: 'local:3', asker: asker('cyd'), locale, input: { button } }, asked);
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
    for (const seed of [1, 2]) {
      const input = { text: `/train seed:${seed}` };
      await answerFully(fuzzed, { id: `local:${seed}`, asker: asker('dan'), locale: 'en', input });
    }
    const asked = fc.record({ command, option: optionName, typed: nastyText, locale });
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
