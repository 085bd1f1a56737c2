import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** How the way through behaves: as it should, slowly, silently, or not at all. */
export type Way = 'open' | 'slow' | 'silent' | 'shut';

/** A TCP proxy on loopback, whose way can be spoilt. */
export async function startProxy(port: number, slowMs = 400) {
  let way: Way = 'open';
  const sockets = new Set<Socket>();
  const waiting: (() => void)[] = [];
  const server = createServer((near) => {
    if (way === 'shut') return void near.destroy();
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => pass(() => to.writable && to.write(chunk)));
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.on('error', () => undefined);
    }
  });
  const pass = (send: () => void) => {
    if (way === 'slow') setTimeout(send, slowMs);
    else if (way === 'silent') waiting.push(send);
    else send();
  };
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    turn(next: Way) {
      way = next;
      if (next === 'shut') for (const socket of sockets) socket.destroy();
      if (next === 'open') for (const send of waiting.splice(0)) send();
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
