import { readdirSync, readFileSync } from 'node:fs';

/** What Linux knows of a process. */
export interface ProcessFigures {
  /** In user and kernel mode, all of its threads, since it began. */
  readonly cpuSeconds: number;
  /** Resident memory now, its peak so far, and now with shared pages counted in part; bytes. */
  readonly rss: number;
  readonly peakRss: number;
  readonly pss: number;
}

/** Linux counts in these, whatever the kernel's own tick is. */
const TICKS_A_SECOND = 100;

/** @throws Error when the process has ended, or the system is not Linux */
export function readProcess(pid: number): ProcessFigures {
  const status = read(pid, 'status');
  return {
    cpuSeconds: parseStat(read(pid, 'stat')).cpuSeconds,
    rss: parseBytes(status, 'VmRSS'),
    peakRss: parseBytes(status, 'VmHWM'),
    pss: parseBytes(read(pid, 'smaps_rollup'), 'Pss'),
  };
}

/** CPU seconds of a process and its children, those that have ended and were waited for included. */
export function readFamilyCpu(pid: number): number {
  const own = parseStat(read(pid, 'stat'));
  let seconds = own.cpuSeconds + own.endedChildrenSeconds;
  for (const other of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = readIfThere(Number(other));
    if (stat?.parent === pid) seconds += stat.cpuSeconds + stat.endedChildrenSeconds;
  }
  return seconds;
}

/** CPU seconds of each thread that used any, the busiest first; the main thread's id is the process's. */
export function readThreads(pid: number): { readonly id: number; readonly cpuSeconds: number }[] {
  return readdirSync(`/proc/${pid}/task`)
    .map((id) => ({
      id: Number(id),
      cpuSeconds: parseStat(read(pid, `task/${id}/stat`)).cpuSeconds,
    }))
    .filter(({ cpuSeconds }) => cpuSeconds > 0)
    .sort((a, b) => b.cpuSeconds - a.cpuSeconds);
}

/** Reads `/proc/<pid>/stat`. The program's name stands in brackets and may hold anything, brackets and spaces too. */
export function parseStat(stat: string) {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // proc_pid_stat(5) counts from 1, and these begin with its third.
  const field = (number: number) => Number(fields[number - 3]);
  return {
    parent: field(4),
    cpuSeconds: (field(14) + field(15)) / TICKS_A_SECOND,
    endedChildrenSeconds: (field(16) + field(17)) / TICKS_A_SECOND,
  };
}

/** A line of `/proc/<pid>/status` or `smaps_rollup`, as `VmRSS:   1024 kB`, in bytes. */
export function parseBytes(lines: string, name: string): number {
  const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(lines)?.[1];
  if (kibibytes === undefined) throw new Error(`/proc tells no ${name}`);
  return Number(kibibytes) * 1024;
}

function read(pid: number, file: string): string {
  return readFileSync(`/proc/${pid}/${file}`, 'utf8');
}

function readIfThere(pid: number) {
  try {
    return parseStat(read(pid, 'stat'));
  } catch {
    // It has ended since it was listed.
    return undefined;
  }
}
