import { setImmediate as nextTurn } from 'node:timers/promises';
import type * as Renderer from '../../src/charts/renderer.ts';
import type * as Backend from '../../src/regression/backend.ts';
import { DEFAULTS } from '../../src/regression/hyperparameters.ts';
import type * as Report from '../../src/regression/report.ts';

const WARM_UP = 20;
const ROUNDS = 60;

/** CPU milliseconds of one training and of one board, by the built code, one after another with nothing beside. */
export async function measureOwnCosts(): Promise<{ training: number; board: number; bytes: number }> {
  const built = (file: string) => import(new URL(`../../dist/src/${file}.js`, import.meta.url).href);
  const { startBackend }: typeof Backend = await built('regression/backend');
  const { reportTraining }: typeof Report = await built('regression/report');
  const { createRenderer }: typeof Renderer = await built('charts/renderer');
  await startBackend();
  const renderer = createRenderer();
  const used = { training: 0, board: 0, bytes: 0 };
  for (let seed = -WARM_UP; seed < ROUNDS; seed++) {
    const began = cpuMs();
    const { board } = reportTraining({ ...DEFAULTS, seed: seed + WARM_UP });
    const trained = cpuMs();
    const [image] = await renderer.draw({ kind: 'board', locale: 'en', theme: 'light', ...board });
    const drawn = cpuMs();
    if (seed >= 0) {
      used.training += (trained - began) / ROUNDS;
      used.board += (drawn - trained) / ROUNDS;
      used.bytes += image!.png.length / ROUNDS;
    }
    await nextTurn();
  }
  return used;
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
