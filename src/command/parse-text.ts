import { disarm } from '../reply/disarm.ts';
import { formatCall } from './call.ts';
import type { Command } from './define-command.ts';
import { LearnerError } from './learner-error.ts';
import { nearestName } from './nearest-name.ts';
import type { Option } from './option.ts';

export interface Parsed {
  readonly command: Command;
  /** As typed, by option name. Values are checked by `validate`. */
  readonly options: Readonly<Record<string, string>>;
}

const KEY = /^-{0,2}([\p{L}_][\p{L}\p{N}_-]*)\s*[:=：＝]\s*/u;
/** As people write on other command lines: `epochs 500`, `--epochs 500`. */
const BARE_KEY = /^-{0,2}([\p{L}_][\p{L}\p{N}_-]*)\s+(?=\S)/u;
// These two take long lines in one pass: each run of separators is read once, as a whole.
/** Numbers go on until the next `name:` or the end. */
const NUMBERS = /^(?:[^\s,，]+|[\s,，]+(?![\s,，]|[\p{L}_][\p{L}\p{N}_-]*\s*[:=：＝]))*/u;
/** A comma at a word's end separates options. */
const WORD = /^(?:"[^"]*"|“[^”]*”|(?:[^\s,，]+|[,，]+(?![\s,，]|$))+)/u;
const QUOTED = /^(["'“‘「])(.*)(["'”’」])$/su;

/**
 * Reads a typed line: `/train epochs:500 lr=0.01`, `train 500 0.01`, `/faq will a robot take my job?`.
 * Options go by name in any order, or by position in the order of their declaration. A text option that is
 * declared last takes the rest of the line, spaces and colons included.
 * @throws LearnerError for a command, option or word that it does not understand
 */
export function parseText(line: string, commands: readonly Command[], prefix = ''): Parsed {
  const [, typedName = '', afterName = ''] = /^\s*[/／]?\s*(\S*)[\s,，]*(.*)$/su.exec(disarm(line))!;
  const command = findCommand(typedName, commands, prefix);
  const declared = Object.entries(command.options);
  const [lastName, last] = declared.at(-1) ?? [];
  const restOption = last?.kind === 'text' && !last.oneWord ? lastName : undefined;
  const known = declared.map(([name]) => name);
  const options: Record<string, string> = {};
  const nameOf = (typed: string) => {
    const folded = fold(typed);
    return declared.find(([, option]) => option.aliases?.includes(folded))?.[0] ?? folded;
  };

  let rest = afterName.trim();
  const take = (name: string) => {
    const value = name === restOption ? rest : valueAt(rest, command.options[name]!, known);
    if (name in options) throw new LearnerError({ code: 'option-twice', name });
    options[name] = unquote(value);
    rest = rest.slice(value.length).replace(/^[\s,，]+/u, '');
  };
  while (rest !== '') {
    const key = KEY.exec(rest);
    const named = key ?? BARE_KEY.exec(rest);
    const name = named ? nameOf(named[1]!) : '';
    // Without a colon, the name of the option that takes the rest is just the first word of a question.
    if (named && known.includes(name) && (key || name !== restOption)) {
      rest = rest.slice(named[0].length);
      take(name);
      continue;
    }
    if (key && (restOption === undefined || restOption in options)) {
      throw unknownOption(command, name, rest.slice(key[0].length), options);
    }
    const position = known.find((candidate) => !(candidate in options));
    if (position === undefined)
      throw new LearnerError({ code: 'surplus-word', word: WORD.exec(rest)![0], known });
    take(position);
  }
  return { command, options };
}

/** @throws LearnerError with the nearest command's name */
export function findCommand(typed: string, commands: readonly Command[], prefix = ''): Command {
  const name = fold(typed);
  const found = commands.find((command) => name === command.name || name === prefix + command.name);
  if (found) return found;
  const nearest = nearestName(
    prefix !== '' && name.startsWith(prefix) ? name.slice(prefix.length) : name,
    commands.map((command) => command.name),
  );
  const help = { command: 'help', options: {} };
  const remedy = nearest === undefined ? help : { command: nearest, options: {} };
  throw new LearnerError(
    {
      code: 'unknown-command',
      name: typed,
      nearest: nearest === undefined ? undefined : formatCall(remedy, prefix),
      help: formatCall(help, prefix),
    },
    [remedy],
  );
}

/** Longer than any line that a learner means; what is behind a button may be kept. */
const LONGEST_REMEDY = 1000;
/** No name and no number is longer. */
const LONGEST_FOLDED = 1000;

/** Full-width letters and digits become plain ones, in lower case. What is too long for a name or a number is cut. */
export function fold(typed: string): string {
  return typed.slice(0, LONGEST_FOLDED).normalize('NFKC').toLowerCase();
}

function valueAt(rest: string, option: Option, known: readonly string[]): string {
  const next = KEY.exec(rest);
  if (next && known.includes(fold(next[1]!))) return '';
  return (option.kind === 'numbers' ? NUMBERS : WORD).exec(rest)?.[0] ?? '';
}

function unquote(value: string): string {
  return (QUOTED.exec(value.trim())?.[2] ?? value).trim();
}

function unknownOption(
  command: Command,
  name: string,
  rest: string,
  options: Record<string, string>,
): LearnerError {
  const known = Object.keys(command.options);
  const nearest = nearestName(
    name,
    known.filter((candidate) => !(candidate in options)),
  );
  const value = unquote(WORD.exec(rest)?.[0] ?? '');
  const meant = { command: command.name, options: { ...options, [nearest ?? name]: value } };
  const useful = nearest !== undefined && value !== '' && formatCall(meant).length <= LONGEST_REMEDY;
  const help = { command: 'help', options: { command: command.name } };
  return new LearnerError({ code: 'unknown-option', name, nearest, known }, [useful ? meant : help]);
}
