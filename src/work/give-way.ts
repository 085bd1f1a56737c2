import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { basename } from 'node:path';

/** Niceness: below the event loop's 0, above what runs only when nothing else does. */
const BEHIND_THE_EVENT_LOOP = 10;

/**
 * Puts this worker thread behind the event loop where cores are short: acknowledgements have three seconds, pictures
 * have minutes. On Linux a thread has a priority of its own; elsewhere it has none, and nothing happens.
 */
export function giveWay(): void {
  try {
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), BEHIND_THE_EVENT_LOOP);
  } catch {
    // Not Linux, or a sandbox that hides /proc.
  }
}
