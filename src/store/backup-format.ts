import { z } from 'zod';

/**
 * A backup is a gzip of JSON lines, the same for both databases: a header, a line a row, and a trailer with the checksum
 * of all lines before it.
 */
export const FORMAT = 'theta-backup';
/** Grows when an older Theta could not read it any more. */
export const VERSION = 1;

export interface BackedUpTable {
  readonly name: string;
  /** A unique column, by which rows are paged and ordered. */
  readonly key: string;
  /** Whether the database counts the key up by itself. */
  readonly counted: boolean;
  /** The migration that made the table. */
  readonly since: string;
}

/** Jobs and claims are of the moment, and left out: restored, they would answer learners who have long gone. */
export const BACKED_UP_TABLES: readonly BackedUpTable[] = [
  { name: 'runs', key: 'sequence', counted: true, since: '001-runs-and-calls' },
  { name: 'calls', key: 'id', counted: false, since: '001-runs-and-calls' },
  { name: 'installations', key: 'team', counted: false, since: '002-jobs' },
];

export type Counts = Readonly<Record<string, number>>;

/** What every version's header tells. */
export const AnyHeader = z.object({ format: z.literal(FORMAT), version: z.int(), theta: z.string() });

export const Header = AnyHeader.extend({
  /** The last migration that the database had seen. */
  migration: z.string(),
  /** ISO 8601, UTC. */
  time: z.string(),
  counts: z.record(z.string(), z.int()),
});
export type Header = z.infer<typeof Header>;

/** SHA-256 over the bytes of all lines before. */
export const Trailer = z.object({ sha256: z.hex().length(64) });

export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;
/** A row and its table's name. */
export type Line = readonly [table: string, row: Row];

/** Numbers that JSON can't say: they stand as `{"number": "Infinity"}`. */
const UNSPEAKABLE = ['Infinity', '-Infinity', 'NaN', '-0'];

const Written = z.union([
  z.string(),
  z.number(),
  z.null(),
  z.object({ number: z.enum(UNSPEAKABLE) }).transform(({ number }) => Number(number)),
]);
const WrittenLine = z.tuple([
  z.enum(BACKED_UP_TABLES.map(({ name }) => name)),
  z.record(z.string(), Written),
]);

/** @throws Error for a value that is none of text, number and null: a column of a kind that this format does not know */
export function encodeLine(table: string, row: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(row).map(([column, value]) => [column, encode(value)]);
  return `${JSON.stringify([table, Object.fromEntries(entries)])}\n`;
}

/** @throws ZodError for anything that `encodeLine` did not write */
export function decodeLine(line: unknown): Line {
  return WrittenLine.parse(line);
}

function encode(value: unknown) {
  if (value === null || typeof value === 'string') return value;
  if (typeof value !== 'number') throw new Error(`A backup can't hold a ${typeof value}`);
  const unspeakable = !Number.isFinite(value) || Object.is(value, -0);
  return unspeakable ? { number: Object.is(value, -0) ? '-0' : String(value) } : value;
}
