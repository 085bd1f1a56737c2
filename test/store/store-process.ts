/**
 * A process of its own on a store: `once` adds one run, `forever` adds runs until it is killed. Prints the id of
 * each run once it is acknowledged.
 */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { openStore } from '../../src/store/open-store.ts';
import { draft } from './draft.ts';

const [options = '', mode = ''] = process.argv.slice(2);
const store = await openStore(JSON.parse(options));
do {
  const { id } = await store.addRun(randomUUID(), draft());
  // Synchronous, so that what is acknowledged is told, whenever the process dies.
  writeSync(1, `${id}\n`);
} while (mode === 'forever');
await store.close();
