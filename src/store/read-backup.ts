import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UsageError } from '../usage-error.ts';
import { AnyHeader, decodeLine, Header, type Line, Trailer, VERSION } from './backup-format.ts';
import { migrations } from './migrations.ts';

/** A longer line is none of ours: a file that is something else would fill the memory. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** A backup that is being read. Whoever has read its rows to the end without an error has read a whole backup. */
export interface Backup {
  readonly header: Header;
  /** To be read once. Throws a UsageError when the file turns out to be damaged or cut short. */
  readonly rows: AsyncIterable<Line>;
}

/** @throws UsageError when the file is no backup, or a newer Theta's */
export async function readBackup(file: string): Promise<Backup> {
  const hash = createHash('sha256');
  const lines = readLines(file);
  let header: Header | undefined;

  async function* readRows(): AsyncGenerator<Line> {
    try {
      for await (const bytes of lines) {
        const line: unknown = JSON.parse(bytes.toString());
        if (!Array.isArray(line)) {
          if (Trailer.parse(line).sha256 !== hash.digest('hex')) throw new Error('The checksum differs');
          if (!(await lines.next()).done) throw new Error('There is something behind the trailer');
          return;
        }
        hash.update(bytes);
        yield decodeLine(line);
      }
      throw new Error('There is no trailer');
    } catch (error) {
      throw explain(error, file, header);
    }
  }

  try {
    const first = await lines.next();
    if (first.done) throw new Error('There is no header');
    header = readHeader(JSON.parse(first.value.toString()), file);
    hash.update(first.value);
    return { header, rows: readRows() };
  } catch (error) {
    await lines.return(undefined);
    throw explain(error, file, header);
  }
}

function readHeader(line: unknown, file: string): Header {
  const { version, theta } = AnyHeader.parse(line);
  const newer = new UsageError(`${file} is of a newer Theta (${theta}): restore it with that version.`);
  if (version > VERSION) throw newer;
  const header = Header.parse(line);
  if (!Object.keys(migrations('integer')).includes(header.migration)) throw newer;
  return header;
}

/** Lines with their line feeds. Not by `readline`, for which U+2028 in a learner's name would end a line, too. */
async function* readLines(file: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  // Errors of either come out of the loop.
  pipeline(createReadStream(file), gunzip, () => {});
  let rest: Buffer[] = [];
  for await (const chunk of gunzip as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
      yield Buffer.concat([...rest, chunk.subarray(start, end + 1)]);
      rest = [];
      start = end + 1;
    }
    rest.push(chunk.subarray(start));
    if (rest.reduce((sum, { length }) => sum + length, 0) > LONGEST_LINE)
      throw new Error('A line has no end');
  }
  if (rest.some(({ length }) => length > 0)) throw new Error('The last line has no end');
}

function explain(error: unknown, file: string, header: Header | undefined): UsageError {
  if (error instanceof UsageError) return error;
  const { syscall, code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new UsageError(`There is no file ${file}.`);
  if (syscall !== undefined) return new UsageError(`${file} can't be read (${code}).`);
  if (header === undefined) return new UsageError(`${file} is no backup made by Theta.`);
  return new UsageError(
    `${file} is damaged or incomplete, a backup of ${header.time} as it seems: restore another copy.`,
  );
}
