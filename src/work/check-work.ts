import { broken, type Checkup, well } from '../checkup/finding.ts';
import { within } from '../checkup/within.ts';
import type { Locale } from '../locales/locale.ts';
import { startBackend } from '../regression/backend.ts';
import { checkWords } from './check-words.ts';
import { startWork, type WorkOptions } from './start-work.ts';
import type { Work } from './work.ts';

/** Loading TensorFlow.js takes a second, on a small and busy machine several: this is no network that hangs. */
const LONGEST_START_MS = 30_000;

const SHORT_RUN = { epochs: 2, learningRate: 0.1, batch: 10, samples: 10, noise: 0.1, seed: 1 };

/** Whether the workers start, and the TensorFlow.js backend answers. Says why the native one was passed over. */
export async function* checkWork(wanted: WorkOptions['backend'], locale: Locale): Checkup {
  const words = checkWords[locale];
  let work: Work | undefined;
  try {
    work = await within(startWork({ backend: wanted, painters: 1 }), LONGEST_START_MS);
    const { theta } = await within(work.train(SHORT_RUN), LONGEST_START_MS);
    if (!Number.isFinite(theta.w + theta.b))
      throw new Error(`${work.backend}: w = ${theta.w}, b = ${theta.b}`);
    const { backend } = work;
    const passedOver = wanted === 'auto' && backend !== 'tensorflow' ? await whyNotNative() : undefined;
    yield well(words.backend(backend, passedOver));
  } catch (error) {
    yield broken(words.noBackend(error instanceof Error ? error.message : String(error)));
  } finally {
    await work?.close();
  }
}

async function whyNotNative(): Promise<string | undefined> {
  return startBackend('native').then(
    () => undefined,
    (error: Error) => error.message.replace(/^TensorFlow.*?\((.*)\)$/, '$1'),
  );
}
