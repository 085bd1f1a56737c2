// Loaded into the bot and its threads: once, one job goes wrong as BREAK_WORKERS says: `draw:memory`, `draw:exit`,
// `train:memory`, `train:hang`. The file BREAK_MARK remembers that it has.
import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isMainThread } from 'node:worker_threads';

const [kind, how] = process.env.BREAK_WORKERS.split(':');
const require = createRequire(new URL('../../package.json', import.meta.url));
/** What each kind of job calls once at least, and its warm-up rarely: which of its calls goes wrong. */
const CALLS = { draw: ['@napi-rs/canvas', 'createCanvas', 2], train: ['@tensorflow/tfjs-core', 'tidy', 4] };

if (!isMainThread) {
  const [name, method, nth] = CALLS[kind];
  const library = require(name);
  const works = library[method];
  let calls = 0;
  library[method] = (...given) => {
    calls += 1;
    if (calls >= nth && !existsSync(process.env.BREAK_MARK)) {
      writeFileSync(process.env.BREAK_MARK, how);
      breakDown();
    }
    return works(...given);
  };
}

function breakDown() {
  if (how === 'exit') process.exit(1);
  if (how === 'hang') for (;;);
  const hoard = [];
  for (;;) hoard.push(Array.from({ length: 1e5 }, (_, i) => ({ i })));
}
