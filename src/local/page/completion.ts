import type { CommandInfo, OptionInfo, SuggestionView } from './protocol.ts';

export interface Candidate {
  readonly label: string;
  readonly detail: string;
  /** What an option takes; empty for commands and values. */
  readonly takes: string;
  /** Goes in for the text between `from` and `to`. */
  readonly insert: string;
}
/** What could be typed at the caret. */
export interface Completion {
  readonly from: number;
  readonly to: number;
  readonly candidates: readonly Candidate[];
  /** Whether Enter takes the first candidate; else it sends the line, and candidates wait for an arrow or Tab. */
  readonly eager: boolean;
  /** The option whose value is being typed, or would be by position. */
  readonly option: OptionInfo | undefined;
  /** Set where the server knows values; they become candidates by {@link toCandidate}. */
  readonly asks: { readonly command: string; readonly option: string; readonly typed: string } | undefined;
}

const KEY = /^([\p{L}_][\p{L}\p{N}_-]*)\s*[:=：＝]\s*/u;
const VALUE = {
  word: /^(?:"[^"]*"?|“[^”]*”?|\S*)/u,
  // Commas hold numbers together; a space alone ends them, since an option may follow.
  numbers: /^[^\s,，]*(?:[\s]*[,，]\s*[^\s,，]*)*/u,
  'rest-of-line': /^.*/su,
} satisfies Record<OptionInfo['shape'], RegExp>;

/** Reads `text` up to the caret as the server's parser would, and offers what fits there. */
export function complete(
  text: string,
  caret: number,
  commands: readonly CommandInfo[],
): Completion | undefined {
  const before = text.slice(0, caret);
  const [, slash = '', name = '', gap = ''] = /^(\s*[/／]?)(\S*)(\s*)/su.exec(before)!;
  if (gap === '') {
    return slash.trim() === '' ? undefined : completeName(text, caret, slash.length, name, commands);
  }
  const command = commands.find((candidate) => candidate.name === fold(name));
  return command && completeArguments(before, slash.length + name.length + gap.length, command);
}

/** A value that the server suggests: quoted where a space would end it, with a space after it where more may follow. */
export function toCandidate({ label, value }: SuggestionView, option: OptionInfo): Candidate {
  const quoted = option.shape === 'word' && /\s/.test(value) ? `"${value}"` : value;
  return { label, detail: '', takes: '', insert: option.shape === 'rest-of-line' ? value : `${quoted} ` };
}

function completeName(
  text: string,
  caret: number,
  from: number,
  typed: string,
  commands: readonly CommandInfo[],
) {
  const wanted = fold(typed);
  const matches = commands.filter((command) => command.name.includes(wanted));
  const ranked = matches.sort(
    (a, b) => Number(b.name.startsWith(wanted)) - Number(a.name.startsWith(wanted)),
  );
  if (ranked.length === 0) return undefined;
  const rest = /^\S*\s?/u.exec(text.slice(caret))![0].length;
  return {
    from,
    to: caret + rest,
    candidates: ranked.map(({ name, description, options }) => ({
      label: `/${name}`,
      detail: description,
      takes: '',
      insert: options.length > 0 ? `${name} ` : name,
    })),
    eager: ranked[0]!.name !== wanted,
    option: undefined,
    asks: undefined,
  };
}

function completeArguments(before: string, start: number, command: CommandInfo): Completion | undefined {
  const { options } = command;
  const used = new Set<string>();
  let at = start;
  let previous: OptionInfo | undefined;
  for (;;) {
    const rest = before.slice(at);
    const key = KEY.exec(rest);
    const named = key && options.find(({ name }) => name === fold(key[1]!));
    const option = named ?? options.find(({ name }) => !used.has(name));
    const from = at + (named ? key[0].length : 0);
    // A further number after a space still belongs to the numbers before it.
    const goesOn = !named && previous?.shape === 'numbers' && /^[-+.\d]/.test(rest);
    const shape = goesOn ? 'numbers' : (option?.shape ?? 'word');
    const end = from + VALUE[shape].exec(before.slice(from))![0].length;
    if (end === before.length) {
      if (named) return completeValue(before, from, command, named);
      return goesOn ? undefined : completeBare(before, from, command, option, used);
    }
    if (option && !goesOn) {
      used.add(option.name);
      previous = option;
    }
    at = end + /^[\s,，]*/u.exec(before.slice(end))![0].length;
    if (at === end) return undefined;
  }
}

function completeValue(before: string, from: number, command: CommandInfo, option: OptionInfo): Completion {
  const typed = before.slice(from);
  const wanted = fold(typed);
  return {
    from,
    to: before.length,
    candidates: option.suggests
      ? []
      : option.values
          .filter((value) => value.startsWith(wanted) && value !== wanted)
          .map((value) => ({ label: value, detail: '', takes: '', insert: `${value} ` })),
    eager: false,
    option,
    asks: option.suggests ? { command: command.name, option: option.name, typed } : undefined,
  };
}

/** A word without a name: the start of an option's name, or a value by position. */
function completeBare(
  before: string,
  from: number,
  command: CommandInfo,
  option: OptionInfo | undefined,
  used: ReadonlySet<string>,
): Completion | undefined {
  const typed = before.slice(from);
  if (option?.shape === 'rest-of-line') return completeValue(before, from, command, option);
  const free = command.options.filter(({ name }) => !used.has(name));
  const candidates = free
    .filter(({ name }) => name.startsWith(fold(typed)))
    .map(({ name, description, takes }) => ({
      label: `${name}:`,
      detail: description,
      takes,
      insert: `${name}:`,
    }));
  // Names first; a word that begins none of them can only be a value.
  if (candidates.length === 0 || command.options.length === 1) {
    return option && completeValue(before, from, command, option);
  }
  return { from, to: before.length, candidates, eager: typed !== '', option: undefined, asks: undefined };
}

/** As the parser reads names: full-width letters are plain ones, case doesn't count. */
function fold(typed: string): string {
  return typed.normalize('NFKC').toLowerCase();
}
