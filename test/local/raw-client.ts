import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A client that keeps to no rule of HTTP but those it is told to. */
export interface RawClient {
  readonly socket: Socket;
  /** All that came back so far. */
  readonly received: () => string;
  send(text: string): void;
  /** Resolves when the server has closed the connection; rejects when it has not within 10 s. */
  closed(): Promise<string>;
  /** Resolves with all that came back once that matches. */
  until(pattern: RegExp): Promise<string>;
}

const PATIENCE_MS = 10_000;

/** @param from another address of loopback than 127.0.0.1: to the server, another client */
export async function connectRaw(url: string, from?: string): Promise<RawClient> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), ...(from && { localAddress: from }) });
  let received = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    received += chunk;
  });
  // A connection that the server resets is closed, too.
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await Promise.race([once(socket, 'connect'), closed]);
  return {
    socket,
    received: () => received,
    send: (text) => void socket.write(text),
    async closed() {
      const late = sleep(PATIENCE_MS, 'late', { ref: false });
      if ((await Promise.race([closed, late])) === 'late') throw new Error(`still open after: ${received}`);
      return received;
    },
    async until(pattern) {
      for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(5)) {
        if (pattern.test(received)) return received;
      }
      throw new Error(`${pattern} did not come, but: ${received}`);
    },
  };
}

/** Sends something that ends the connection, one way or another, and answers what came back. */
export async function speak(url: string, text: string): Promise<string> {
  const client = await connectRaw(url);
  client.send(text);
  return client.closed();
}
