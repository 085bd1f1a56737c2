import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An empty folder that is nobody else's. */
export function makeFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'theta-chaos-'));
}
