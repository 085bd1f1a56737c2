// Loaded into the bot and its threads: the second job of the first thread of a kind goes wrong as BREAK_WORKERS says,
// `draw:memory`, `draw:exit`, `train:memory`, `train:hang`.
import { isMainThread, parentPort, threadId, workerData } from 'node:worker_threads';

const [kind, how] = process.env.BREAK_WORKERS.split(':');
globalThis.breakNow = breakNow;

function breakNow() {
  if (how === 'exit') process.exit(1);
  if (how === 'hang') for (;;);
  const hoard = [];
  for (;;) hoard.push(new Array(1e5).fill({ threadId }));
}
