import { describe, expect, it } from 'vitest';
import { LearnerError } from '../../src/command/learner-error.ts';
import { loadCommands } from '../../src/command/load-commands.ts';
import { parseText } from '../../src/command/parse-text.ts';
import { validate } from '../../src/command/validate.ts';
import { renderText } from '../../src/discord/render-text.ts';
import { loadKnowledge } from '../../src/knowledge/load-knowledge.ts';
import { disarm } from '../../src/reply/disarm.ts';
import { text } from '../../src/reply/text.ts';
import { decodeText } from '../../src/slack/decode-text.ts';
import { renderReply } from '../../src/slack/render-reply.ts';

const LENGTH = 100_000;
/** One pass over so much takes some tens of milliseconds; a quadratic pattern, five seconds and more. */
const MOST_MS = 2_000;

const long = (part: string) => part.repeat(LENGTH / part.length);
/** Runs that a pattern could try to match from each of their places. */
const RUNS: readonly string[] = [
  ...[
    ' ',
    ',',
    '，',
    '1',
    '-',
    '_',
    'a',
    'é',
    '"',
    '“',
    "'",
    '`',
    '*',
    ':',
    '=',
    '<',
    '&',
    '\n',
    '\t',
    '\u00A0',
  ],
  ...[', ', 'a ', 'a:', 'a, ', '1,', '1.', '--', '<@', '<@a|', '.a/', 'a/', '://', '> ', '# ', '1. ', '&lt;'],
  ...[
    'e\u0301',
    '\u0315\u0300\u05B0\u0327',
    '\u0301\u0323',
    '\u202E',
    '\u200B',
    'ﷺ',
    '你',
    '梯度',
    '\uD800',
    '👩‍👧',
  ],
];
const ENDS = ['', 'x', '!', ':', ' !', '`', '"'];
const lines = RUNS.flatMap((run) => ENDS.map((end) => long(run) + end));

const commands = await loadCommands();
const knowledge = loadKnowledge();
function answer(line: string): void {
  try {
    const { command, options } = parseText(line, commands);
    validate(command, options);
  } catch (error) {
    if (!(error instanceof LearnerError)) throw error;
  }
}
const asText = (words: string) => ({
  audience: 'asker' as const,
  blocks: [{ kind: 'text' as const, text: text`${words}` }],
});

const readers: [string, (line: string) => unknown][] = [
  ['a command', answer],
  ['an option without a name', (line) => answer(`train ${line}`)],
  ['a number', (line) => answer(`train 1${line}`)],
  ['a named option', (line) => answer(`train lr:${line}`)],
  ['numbers', (line) => answer(`predict 1${line}`)],
  ['a question', (line) => answer(`faq ${line}`)],
  ['a value that is no text yet', (line) => answer(`train epochs: ${line} lr:5`)],
  ['a completion', (line) => knowledge.complete(line, 'en')],
  ['words of ours', disarm],
  ['Slack’s wire form', decodeText],
  ['a Discord message', (line) => renderText(text`${line}`)],
  ['a Discord message that is cut', (line) => renderText(text`${line}`, 4000)],
  ['a Slack message', (line) => renderReply(asText(line), { locale: 'en', pictures: 'failed' })],
];

describe('a hundred thousand characters of one kind', () => {
  it.each(readers)('as %s are read in one pass', (_name, read) => {
    const slow = lines.flatMap((line) => {
      const began = performance.now();
      read(line);
      const took = performance.now() - began;
      return took > MOST_MS
        ? [`${JSON.stringify(line.slice(0, 6))}…${line.slice(-1)}: ${Math.round(took)} ms`]
        : [];
    });
    expect(slow).toEqual([]);
  });
});
