import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { createTheta } from './command/create-theta.ts';
import { loadCommands } from './command/load-commands.ts';
import type { Theta } from './command/theta.ts';
import type { Config } from './config.ts';
import { watchWorkers } from './health/watch-workers.ts';
import { loadKnowledge } from './knowledge/load-knowledge.ts';
import { measureCommands } from './metrics/measure-commands.ts';
import { measureTheta } from './metrics/measure-theta.ts';
import { observeWork } from './metrics/observe-work.ts';
import { openStore } from './store/open-store.ts';
import type { Store } from './store/store.ts';
import { noWork } from './work/no-work.ts';
import { startWork } from './work/start-work.ts';
import type { Work } from './work/work.ts';

export interface Opened {
  readonly theta: Theta;
  readonly store: Store;
  readonly work: Work;
  /** @throws when the workers don't answer */
  readonly checkWorkers: () => Promise<void>;
  /** In the right order: what is being trained is still stored. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Waits for a database that is not there yet. */
  readonly patience?: 'forever';
  /** How many workers draw. */
  readonly painters?: number;
  /** Where numbers are counted for `/metrics`. */
  readonly registry: Registry;
}

/** Opens all that answers a command: database, workers, knowledge, commands. */
export async function openTheta(config: Config, log: Logger, options: OpenOptions): Promise<Opened> {
  const { registry } = options;
  const observe = observeWork(registry);
  const workers = watchWorkers(() => work.ping());
  const [store, work, knowledge, commands] = await Promise.all([
    openStore({
      dataDir: config.DATA_DIR,
      databaseUrl: config.DATABASE_URL,
      patience: options.patience,
      log: log.child({ part: 'store' }),
    }),
    config.THETA_ROLE === 'chat'
      ? noWork
      : startWork({
          backend: config.TF_BACKEND,
          painters: options.painters,
          quickChartUrl: config.QUICKCHART_URL,
          onFallback: (reason) => log.warn({ reason }, 'the QuickChart server failed; drawn in-process'),
          onIdleDeath: (error) => log.warn({ err: error }, 'a worker died between two jobs'),
          onDone(kind, seconds) {
            observe(kind, seconds);
            if (kind === 'train') workers.answered();
          },
        }),
    loadKnowledge(),
    loadCommands(),
  ]);
  const services = {
    store,
    work,
    knowledge,
    commands: measureCommands(commands, registry),
    prefix: config.COMMAND_PREFIX,
    drawSeed: (id: string) => createHash('sha256').update(id).digest().readUInt32BE(),
  };
  const theta = measureTheta(createTheta(services, { theme: config.BOARD_THEME, log }), registry);
  return {
    theta,
    store,
    work,
    checkWorkers: workers.check,
    async close() {
      await work.close();
      await store.close();
    },
  };
}
