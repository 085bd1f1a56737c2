// Loaded into a benchmarked bot by `--import`: tells the bench, over the channel between the two, what only the
// process itself can know. Plain JavaScript, since the built bot reads nothing else.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

const EVERY_MS = 5;

if (isMainThread && process.send) {
  const delays = [];
  let due = performance.now() + EVERY_MS;

  const look = () => {
    const now = performance.now();
    // A loop that stood still for a second kept everything waiting that came in that second, not one timer alone:
    // without the timers that were never set, a percentile would see one long delay among many short ones.
    for (let late = Math.max(0, now - due); late >= 0; late -= EVERY_MS)
      delays.push(Math.round(late * 10) / 10);
    due = now + EVERY_MS;
    setTimeout(look, EVERY_MS).unref();
  };
  look();

  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc');
  const answers = {
    /** The event loop's delays since the last time, in ms. */
    delays: () => delays.splice(0),
    /** Bytes of live objects and of buffers beside them. */
    live() {
      collectGarbage();
      const { heapUsed, external } = process.memoryUsage();
      return { heapUsed, external };
    },
  };
  process.on('message', (question) => process.send({ answer: answers[question]() }));
  process.on('disconnect', () => process.exit(1));
  // Listening must not keep a bot alive that has been told to end.
  process.channel.unref();
}
