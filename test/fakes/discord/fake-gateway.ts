import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { snowflake } from './snowflake.ts';

const OP = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  resume: 6,
  reconnect: 7,
  invalidSession: 9,
  hello: 10,
  ack: 11,
};

interface Session {
  readonly id: string;
  readonly events: { s: number; t: string; d: unknown }[];
  socket: WebSocket | undefined;
}
export interface GatewayOptions {
  readonly acceptsToken: (token: string) => boolean;
  readonly applicationId: string;
  readonly heartbeatMs: number;
  readonly url: () => string;
}

/** Discord's gateway: hello, identify, heartbeats, dispatches, and resuming with all that was missed. */
export class FakeGateway {
  /** What arrived, in order: for tests on pace and intents. */
  readonly identifies: { at: number; intents: number; shard: readonly [number, number] }[] = [];
  readonly resumes: { at: number; seq: number; replayed: number }[] = [];
  heartbeats = 0;
  /** While set, upgrades are refused with this HTTP status. */
  refuseWith: number | undefined;
  readonly #sessions = new Map<string, Session>();
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #options: GatewayOptions;
  readonly #waiting: (() => void)[] = [];

  constructor(server: Server, options: GatewayOptions) {
    this.#options = options;
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  get connected(): boolean {
    return [...this.#sessions.values()].some(({ socket }) => socket !== undefined);
  }

  /** Resolves when a bot is connected. */
  async ready(): Promise<void> {
    while (!this.connected) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Sends an event to the latest session, or keeps it for the session's resumption. */
  dispatch(t: string, d: unknown): void {
    const session = [...this.#sessions.values()].at(-1);
    if (!session) throw new Error('No bot has ever identified itself: await fake.ready() first');
    this.#emit(session, t, d);
  }

  /** Cuts the connections without a word. Sessions can be resumed. */
  kill(): void {
    for (const session of this.#sessions.values()) {
      session.socket?.terminate();
      session.socket = undefined;
    }
  }

  /** Closes the connections with one of Discord's codes. */
  disconnect(code: number): void {
    for (const session of this.#sessions.values()) {
      session.socket?.close(code);
      session.socket = undefined;
    }
  }

  /** Asks for a reconnect, as Discord does before it moves a session. */
  askToReconnect(): void {
    for (const { socket } of this.#sessions.values())
      socket?.send(JSON.stringify({ op: OP.reconnect, d: null }));
  }

  /** Ends the sessions for good: the bot has to identify itself anew. */
  invalidateSessions(): void {
    for (const session of this.#sessions.values()) {
      session.socket?.send(JSON.stringify({ op: OP.invalidSession, d: false }));
    }
    this.#sessions.clear();
  }

  close(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.refuseWith !== undefined) {
      socket.end(`HTTP/1.1 ${this.refuseWith} Refused\r\nConnection: close\r\n\r\n`);
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (ws) => {
      ws.on('message', (data) => this.#receive(ws, JSON.parse(String(data))));
      ws.on('close', () => {
        for (const session of this.#sessions.values()) if (session.socket === ws) session.socket = undefined;
      });
      ws.send(JSON.stringify({ op: OP.hello, d: { heartbeat_interval: this.#options.heartbeatMs } }));
    });
  }

  // biome-ignore lint/suspicious/noExplicitAny: the payload's shape depends on its op
  #receive(socket: WebSocket, { op, d }: { op: number; d: any }): void {
    if (op === OP.heartbeat) {
      this.heartbeats++;
      socket.send(JSON.stringify({ op: OP.ack }));
    } else if (op === OP.identify) this.#identify(socket, d);
    else if (op === OP.resume) this.#resume(socket, d);
    else if (op !== 3 && op !== 4 && op !== 8) socket.close(4001, 'Unknown opcode.');
  }

  #identify(socket: WebSocket, d: { token: string; intents: number; shard?: [number, number] }): void {
    if (!this.#options.acceptsToken(d.token)) {
      socket.close(4004, 'Authentication failed.');
      return;
    }
    const shard = d.shard ?? [0, 1];
    this.identifies.push({ at: Date.now(), intents: d.intents, shard });
    const session: Session = { id: snowflake(), events: [], socket };
    this.#sessions.set(session.id, session);
    this.#emit(session, 'READY', {
      v: 10,
      user: {
        id: this.#options.applicationId,
        username: 'theta',
        discriminator: '0',
        avatar: null,
        bot: true,
      },
      // Without the intent for servers a bot learns no more of them than this.
      guilds: [{ id: '300000000000000001', unavailable: true }],
      session_id: session.id,
      resume_gateway_url: this.#options.url(),
      shard,
      application: { id: this.#options.applicationId, flags: 0 },
    });
    this.#announce();
  }

  #resume(socket: WebSocket, d: { token: string; session_id: string; seq: number }): void {
    const session = this.#sessions.get(d.session_id);
    if (!session) {
      socket.send(JSON.stringify({ op: OP.invalidSession, d: false }));
      return;
    }
    session.socket = socket;
    const missed = session.events.filter(({ s }) => s > d.seq);
    this.resumes.push({ at: Date.now(), seq: d.seq, replayed: missed.length });
    for (const event of missed) socket.send(JSON.stringify({ op: OP.dispatch, ...event }));
    this.#emit(session, 'RESUMED', {});
    this.#announce();
  }

  #emit(session: Session, t: string, d: unknown): void {
    const event = { s: session.events.length + 1, t, d };
    session.events.push(event);
    session.socket?.send(JSON.stringify({ op: OP.dispatch, ...event }));
  }

  #announce(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
