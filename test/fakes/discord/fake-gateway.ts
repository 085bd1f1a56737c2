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

/** From Discord: so long between two identifies of shards that share a place in `max_concurrency`. */
const PACE_MS = 5_000;

interface Session {
  readonly id: string;
  readonly shard: readonly [id: number, count: number];
  readonly events: { s: number; t: string; d: unknown }[];
  socket: WebSocket | undefined;
}
export interface GatewayOptions {
  readonly acceptsToken: (token: string) => boolean;
  readonly applicationId: string;
  readonly heartbeatMs: number;
  readonly maxConcurrency: number;
  /** Whether identifies that come too fast are refused. */
  readonly paced: boolean;
  readonly url: () => string;
}

/**
 * Discord's gateway: hello, identify, heartbeats, dispatches, and resuming with all that was missed. Several bots on one
 * token may be connected, each with shards of its own.
 */
export class FakeGateway {
  /** What arrived, in order: for tests on pace and intents. */
  readonly identifies: { at: number; intents: number; shard: readonly [number, number] }[] = [];
  readonly resumes: { at: number; seq: number; replayed: number }[] = [];
  /** What a bot did against Discord's rules. */
  readonly breaches: string[] = [];
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

  /** How many sessions have a connection. */
  get connected(): number {
    return [...this.#sessions.values()].filter(({ socket }) => socket !== undefined).length;
  }

  /** Resolves when so many sessions are connected. */
  async ready(sessions = 1): Promise<void> {
    while (this.connected < sessions) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Sends an event to every session of the server's shard, or keeps it for the session's resumption. */
  dispatch(t: string, d: unknown, guild: string | undefined): void {
    const sessions = [...this.#sessions.values()].filter(
      ({ shard: [id, count] }) => id === shardOf(guild, count),
    );
    if (sessions.length === 0)
      throw new Error(`No bot has ever identified a shard of ${guild}: await fake.ready() first`);
    for (const session of sessions) this.#emit(session, t, d);
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
    const at = Date.now();
    const place = shard[0] % this.#options.maxConcurrency;
    const last = this.identifies.findLast((other) => other.shard[0] % this.#options.maxConcurrency === place);
    if (this.#options.paced && last && at - last.at < PACE_MS) {
      this.breaches.push(
        `shard ${shard[0]} identified itself ${at - last.at} ms after shard ${last.shard[0]}`,
      );
      socket.send(JSON.stringify({ op: OP.invalidSession, d: false }));
      return;
    }
    this.identifies.push({ at, intents: d.intents, shard });
    const session: Session = { id: snowflake(), shard, events: [], socket };
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

/** Discord's rule: https://discord.com/developers/docs/events/gateway#sharding. Direct messages come to the first. */
function shardOf(guild: string | undefined, count: number): number {
  return guild === undefined ? 0 : Number((BigInt(guild) >> 22n) % BigInt(count));
}
