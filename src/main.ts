import { type Config, readConfig } from './config.ts';
import { createLog } from './log/create-log.ts';
import { endOnCrash } from './log/end-on-crash.ts';
import { findSecrets, forgetSecrets } from './log/find-secrets.ts';
import { UsageError } from './usage-error.ts';

/** The modes, each loaded only when it is the one. */
const MODES: Readonly<Record<string, (config: Config, args: readonly string[]) => Promise<unknown>>> = {
  async serve(config) {
    const { serve } = await import('./serve.ts');
    await serve(config, createLog(config.LOG_LEVEL, secrets));
  },
  async say(config, args) {
    const [{ parseSayArguments, say }, { openTheta }, { Registry }] = await Promise.all([
      import('./say.ts'),
      import('./open-theta.ts'),
      import('prom-client'),
    ]);
    const said = parseSayArguments(args, process.env.LANG);
    // A terminal shows answers, and the log only where it was asked for.
    const log = createLog(process.env.LOG_LEVEL ? config.LOG_LEVEL : 'error', secrets);
    const { theta, close } = await openTheta({ ...config, THETA_ROLE: 'all' }, log, {
      painters: 1,
      registry: new Registry(),
    });
    try {
      process.exitCode = await say(theta, said);
    } finally {
      await close();
    }
  },
  async manifest(config, args) {
    const [{ createManifest, parseManifestArguments }, { loadCommands }] = await Promise.all([
      import('./slack/manifest.ts'),
      import('./command/load-commands.ts'),
    ]);
    const described = { commands: await loadCommands(), prefix: config.COMMAND_PREFIX };
    console.log(JSON.stringify(createManifest(described, parseManifestArguments(args)), null, 2));
  },
  async backup({ DATA_DIR, DATABASE_URL }, args) {
    const { runBackup } = await import('./backup.ts');
    console.log(await runBackup({ dataDir: DATA_DIR, databaseUrl: DATABASE_URL }, args));
  },
  async restore({ DATA_DIR, DATABASE_URL }, args) {
    const { runRestore } = await import('./backup.ts');
    console.log(await runRestore({ dataDir: DATA_DIR, databaseUrl: DATABASE_URL }, args));
  },
};

const [mode = 'serve', ...args] = process.argv.slice(2);
const secrets = findSecrets(process.env);
endOnCrash(createLog('fatal', secrets));
try {
  if (mode === 'doctor') {
    const { doctor } = await import('./doctor.ts');
    // At once: a server that hangs would keep the process alive.
    process.exit(await doctor(process.env, args));
  }
  const run = Object.hasOwn(MODES, mode) ? MODES[mode] : undefined;
  if (!run) throw new UsageError(`“${mode}” is none of ${[...Object.keys(MODES), 'doctor'].join(', ')}`);
  const config = readConfig(process.env);
  forgetSecrets(process.env);
  await run(config, args);
} catch (error) {
  // What a person can mend is one sentence; anything else is a crash.
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exit(2);
}
