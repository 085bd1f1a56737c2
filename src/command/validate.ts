import { disarm } from '../reply/disarm.ts';
import type { Command } from './define-command.ts';
import { LearnerError, type Range } from './learner-error.ts';
import { nearestName } from './nearest-name.ts';
import type { IntegerOption, NumberOption, NumbersOption, Option, Options, Values } from './option.ts';
import { fold } from './parse-text.ts';

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/;
/** Not with a leading 0: `0,001` is a decimal comma. */
const THOUSANDS = /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/;
const DECIMAL_COMMA = /^[+-]?\d+,\d+$/;
/** Room for as many numbers as any option takes, with all their digits. */
const LONGEST_NUMBERS = 1000;

type Given = Readonly<Record<string, string | number | undefined>>;

/**
 * Checks raw options, typed text or a platform's typed values, against a command's declaration and fills in
 * fallbacks: the one gate that every platform's input passes.
 * @throws LearnerError for the first option that is wrong, with a mended command
 */
export function validate(command: Command, raw: Readonly<Record<string, unknown>>): Values<Options> {
  const known = Object.keys(command.options);
  for (const name of Object.keys(raw)) {
    if (known.includes(name)) continue;
    throw new LearnerError({ code: 'unknown-option', name, nearest: nearestName(name, known), known }, [
      { command: 'help', options: { command: command.name } },
    ]);
  }
  const given: Given = Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, toGiven(value)]));
  // First of all: what is kept behind a remedy's button is never long.
  for (const [name, option] of Object.entries(command.options)) checkLength(name, option, given[name]);
  const values: Record<string, string | number | readonly number[]> = {};
  for (const [name, option] of Object.entries(command.options)) {
    const value = given[name];
    if (value === undefined) {
      if (option.required) {
        throw new LearnerError({ code: 'option-missing', name }, [completed(command, given, name, option)]);
      }
      if ('fallback' in option && option.fallback !== undefined) values[name] = option.fallback;
      continue;
    }
    const mend = (better: string | number) => [mended(command, given, name, better)];
    if (value === '') throw new LearnerError({ code: 'value-empty', name }, [exampleOf(command)]);
    values[name] = readValue(name, option, String(value), mend);
  }
  return values;
}

/** A value as it may have been typed. Lists and objects, which no platform's options hold, are empty ones. */
function toGiven(value: unknown): string | number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') return value;
  return typeof value === 'object' || typeof value === 'function' ? '' : disarm(String(value)).trim();
}

function checkLength(name: string, option: Option, value: string | number | undefined): void {
  const most = option.kind === 'text' ? option.maxLength : LONGEST_NUMBERS;
  const { length } = String(value ?? '');
  if (length > most) throw new LearnerError({ code: 'too-long', name, length, most });
}

type Mend = (value: string | number) => LearnerError['remedies'];

function readValue(name: string, option: Option, typed: string, mend: Mend) {
  switch (option.kind) {
    case 'text':
      return typed;
    case 'integer':
      if (option.word !== undefined && fold(typed) === option.word) return option.word;
      return readNumber(name, option, typed, mend);
    case 'number':
      return readNumber(name, option, typed, mend);
    case 'numbers': {
      const parts = typed.split(/[\s,，、;；]+/u).filter((part) => part !== '');
      if (parts.length > option.most) {
        throw new LearnerError(
          { code: 'too-many-numbers', name, count: parts.length, most: option.most },
          mend(parts.slice(0, option.most).join(', ')),
        );
      }
      return parts.map((part) => readNumber(name, option, part, mend));
    }
    default:
      return option satisfies never;
  }
}

function readNumber(
  name: string,
  option: IntegerOption | NumberOption | NumbersOption,
  typed: string,
  mend: Mend,
) {
  const range = rangeOf(option);
  const example = exampleValue(option);
  const folded = fold(typed).replace(/[−–—]/g, '-');
  const thousands = option.kind !== 'numbers' && THOUSANDS.test(folded);
  const digits = thousands ? folded.replaceAll(',', '') : folded;
  const value = NUMBER.test(digits) ? Number(digits) : Number.NaN;
  if (Number.isNaN(value) || (range.whole && Number.isFinite(value) && !Number.isInteger(value))) {
    const meant = DECIMAL_COMMA.test(digits) ? Number(digits.replace(',', '.')) : value;
    const nearest = Number.isNaN(meant) ? example : range.whole ? Math.round(meant) : meant;
    throw new LearnerError(
      { code: 'not-a-number', name, value: typed, ...range },
      mend(clamp(nearest, range, example)),
    );
  }
  const tooSmall = range.aboveMin ? value <= range.min : value < range.min;
  if (tooSmall || value > range.max) {
    throw new LearnerError(
      { code: 'out-of-range', name, value: typed, ...range },
      mend(clamp(value, range, example)),
    );
  }
  return value === 0 ? 0 : value;
}

/** The largest allowed value for one that is too large; for one that is too small an example that makes sense. */
function clamp(value: number, range: Range, example: number): number {
  if (value > range.max) return range.max;
  return value < range.min || (range.aboveMin && value === range.min) ? example : value;
}

/** A value that makes sense: the fallback, else a small one of the option's kind. */
function exampleValue(option: IntegerOption | NumberOption | NumbersOption): number {
  const fallback = 'fallback' in option ? option.fallback : undefined;
  const small = option.kind === 'integer' ? 1 : 0.5;
  return fallback ?? Math.min(Math.max(small, option.min), option.max);
}

/** What a numeric option takes, for words about it. */
export function rangeOf(option: IntegerOption | NumberOption | NumbersOption): Range {
  return {
    min: option.min,
    max: option.max,
    whole: option.kind === 'integer',
    aboveMin: option.kind === 'number' && option.aboveMin === true,
    word: option.kind === 'integer' ? option.word : undefined,
  };
}

function mended(command: Command, given: Given, name: string, value: string | number) {
  return { command: command.name, options: { ...present(given), [name]: value } };
}

function exampleOf(command: Command) {
  return { command: 'help', options: { command: command.name } };
}

/** The call with an example in the place of what is missing. */
function completed(command: Command, given: Given, name: string, option: Option) {
  return option.kind === 'text' ? exampleOf(command) : mended(command, given, name, exampleValue(option));
}

function present(given: Given): Record<string, string | number> {
  const entries = Object.entries(given).filter((entry): entry is [string, string | number] => {
    const [, value] = entry;
    return value !== undefined && value !== '';
  });
  return Object.fromEntries(entries);
}
