import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * How the way through behaves: as it should, slowly, silently (what was sent meanwhile arrives once it is open again),
 * lost for good to the connections of that time, or not at all.
 */
export type Way = 'open' | 'slow' | 'silent' | 'lost' | 'shut';

/** A TCP proxy on loopback, whose way can be spoilt. */
export async function startProxy(port: number, slowMs = 400) {
  let way: Way = 'open';
  const sockets = new Set<Socket>();
  const lost = new WeakSet<Socket>();
  const waiting: (() => void)[] = [];
  const server = createServer((near) => {
    if (way === 'shut') return void near.destroy();
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      if (way === 'lost') lost.add(from);
      from.on('data', (chunk) => pass(from, () => to.writable && to.write(chunk)));
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.on('error', () => undefined);
    }
  });
  const pass = (from: Socket, send: () => void) => {
    if (lost.has(from)) return;
    if (way === 'slow') setTimeout(send, slowMs);
    else if (way === 'silent') waiting.push(send);
    else send();
  };
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    turn(next: Way) {
      way = next;
      if (next === 'lost') for (const socket of sockets) lost.add(socket);
      if (next === 'shut') for (const socket of sockets) socket.destroy();
      if (next === 'open') for (const send of waiting.splice(0)) send();
    },
    async close() {
      const closed = once(server.close(), 'close');
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
