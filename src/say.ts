import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { Asker } from './command/invocation.ts';
import type { Theta } from './command/theta.ts';
import { type Locale, toLocale } from './locales/locale.ts';
import { toPlainText } from './reply/plain-text.ts';
import type { Reply } from './reply/reply.ts';
import { UsageError } from './usage-error.ts';

const ASKER: Asker = { platform: 'say', space: 'say', learner: 'say' };

export interface SayArguments {
  /** The command, or `-` to read commands from standard input, one a line. */
  readonly line: string;
  readonly json: boolean;
  readonly locale: Locale;
  /** Where pictures are saved. */
  readonly folder: string;
}

/** @throws UsageError for arguments that make no sense */
export function parseSayArguments(args: readonly string[], language: string | undefined): SayArguments {
  const { values, positionals } = readArguments(args);
  if (positionals.length === 0) throw new UsageError('say needs a command, such as: say "/train epochs:500"');
  return {
    line: positionals.join(' '),
    json: values.json,
    locale: toLocale(values.locale ?? language),
    folder: values.out,
  };
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        locale: { type: 'string' },
        out: { type: 'string', default: '.' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** Runs one command, or those on standard input in order; prints the answers. Resolves to the exit code. */
export async function say(theta: Theta, { line, json, locale, folder }: SayArguments): Promise<0 | 1> {
  await mkdir(folder, { recursive: true }).catch((error) => {
    throw new UsageError(`--out ${folder}: pictures can’t be saved there (${error.code})`);
  });
  const lines = line === '-' ? createInterface({ input: process.stdin }) : [line];
  let code: 0 | 1 = 0;
  for await (const typed of lines) {
    if (typed.trim() === '') continue;
    const answer = await theta.answer({
      id: `say:${randomUUID()}`,
      asker: ASKER,
      locale,
      input: { text: typed },
    });
    const reply = answer.kind === 'instant' ? answer.reply : await answer.finish();
    const images = await saveImages(reply, folder);
    if (reply.error) code = 1;
    const written = toPlainText(reply, images);
    console.log(json ? toLine(toJson(typed, reply, written, images)) : written);
  }
  return code;
}

/** JSON, with the controls also escaped that JSON lets stand: a terminal may obey them. */
function toLine(value: object): string {
  return JSON.stringify(value).replace(/[\x7F-\x9F]/g, (control) => {
    return `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function toJson(command: string, reply: Reply, text: string, images: readonly string[]) {
  if (reply.error) return { ok: false, command, error: { code: reply.error.code, text } };
  return { ok: true, command, text, images, data: reply.data ?? {} };
}

async function saveImages(reply: Reply, folder: string): Promise<string[]> {
  const images = reply.blocks.flatMap((block) => (block.kind === 'picture' ? block.images : []));
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 17);
  return Promise.all(
    images.map(async ({ name, png }, i) => {
      const path = join(folder, `${stamp}-${i + 1}-${name}`);
      await writeFile(path, png);
      return path;
    }),
  );
}
