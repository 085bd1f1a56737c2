import { once } from 'node:events';
import { createServer, isIPv6 } from 'node:net';
import type { Locale } from '../locales/locale.ts';
import { broken, type Checkup, LONGEST_CHECK_MS, well } from './finding.ts';
import { machineWords } from './machine-words.ts';

/** Whether the port is free, or Theta itself has it. */
export async function* checkPort(port: number, host: string, locale: Locale): Checkup {
  const words = machineWords[locale];
  if (port === 0) return yield well(words.anyPort);
  switch (await tryToListen(port, host)) {
    case undefined:
      yield well(words.portFree(port));
      break;
    case 'EADDRINUSE':
      yield (await isTheta(port, host)) ? well(words.portOurs(port)) : broken(words.portTaken(port));
      break;
    case 'EACCES':
      yield broken(words.portForbidden(port));
      break;
    default:
      yield broken(words.hostUnknown(host));
  }
}

/** Node's code for why not. */
async function tryToListen(port: number, host: string): Promise<string | undefined> {
  const server = createServer();
  try {
    await once(server.listen(port, host), 'listening');
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
  server.close();
  await once(server, 'close');
  return undefined;
}

/** By what `/healthz` says. */
async function isTheta(port: number, host: string): Promise<boolean> {
  const address = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host;
  const name = isIPv6(address) ? `[${address}]` : address;
  try {
    const signal = AbortSignal.timeout(LONGEST_CHECK_MS);
    const health: unknown = await (await fetch(`http://${name}:${port}/healthz`, { signal })).json();
    return typeof health === 'object' && health !== null && 'ok' in health && 'backend' in health;
  } catch {
    return false;
  }
}
