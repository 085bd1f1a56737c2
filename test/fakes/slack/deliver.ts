import { createHmac } from 'node:crypto';
import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Block, Workspace } from './workspace.ts';

/** What Slack sends an app, by the names of Socket Mode. */
export interface Envelope {
  readonly type: 'slash_commands' | 'interactive' | 'events_api';
  readonly payload: Block;
}
/** How the app took it: within 3 s, or Slack tells the learner `operation_timeout`. */
export interface Delivery {
  readonly acknowledged: boolean;
  readonly milliseconds: number;
}

const DEADLINE = 3_000;

/** Socket Mode: hello, envelopes, acknowledgements, and connections that come and go. */
export function createSocketMode(server: Server, path: string) {
  const sockets = new WebSocketServer({ server, path });
  const waiting = new Map<string, { space: Workspace; taken: (at: number) => void }>();
  const acknowledged = new Set<string>();
  let greeted = 0;
  let turn = 0;

  sockets.on('connection', (socket) => {
    greeted += 1;
    socket.send(
      JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A0THETA' } }),
    );
    socket.on('message', (data) => {
      const { envelope_id: id } = JSON.parse(String(data)) as { envelope_id: string };
      const sent = waiting.get(id);
      if (acknowledged.has(id)) sent?.space.faults.push(`double acknowledgement of ${id}`);
      acknowledged.add(id);
      sent?.taken(Date.now());
    });
  });

  const open = (): WebSocket[] => [...sockets.clients].filter((socket) => socket.readyState === socket.OPEN);

  return {
    connections: () => greeted,
    isConnected: () => open().length > 0,
    /** Slack recycles a connection: it asks the app to come again. */
    refresh: () => {
      for (const socket of open())
        socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
    },
    /** The network fails. */
    drop: () => {
      for (const socket of sockets.clients) socket.terminate();
    },
    close: () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
    /** To one of the app's connections, in turn. */
    async deliver(space: Workspace, envelope: Envelope, attempt = 0): Promise<Delivery> {
      const sockets = open();
      const socket = sockets[turn++ % sockets.length];
      const sent = Date.now();
      if (!socket) return judge(space, envelope, sent, undefined);
      const envelope_id = space.nextId('E');
      const taken = new Promise<number | undefined>((resolve) => {
        waiting.set(envelope_id, { space, taken: resolve });
        setTimeout(resolve, DEADLINE, undefined).unref();
      });
      socket.send(
        JSON.stringify({ ...envelope, envelope_id, accepts_response_payload: true, ...retry(attempt) }),
      );
      return judge(space, envelope, sent, await taken);
    },
  };
}

/** Signed HTTP requests to the app's endpoint, wherever it runs. */
export function createHttpMode(signingSecret: string, appUrls: () => readonly string[]) {
  let turn = 0;
  const nextUrl = () => appUrls()[turn++ % appUrls().length]!;

  async function post(headers: Record<string, string>, body: string): Promise<Response | undefined> {
    const signal = AbortSignal.timeout(DEADLINE);
    for (let tries = appUrls().length; tries > 0; tries--) {
      const endpoint = new URL('/slack/events', nextUrl());
      try {
        return await fetch(endpoint, { method: 'POST', headers, body, signal });
      } catch (error) {
        if (((error as Error).cause as NodeJS.ErrnoException)?.code !== 'ECONNREFUSED') return undefined;
      }
    }
    return undefined;
  }

  return {
    nextUrl,
    async deliver(space: Workspace, { type, payload }: Envelope, attempt = 0): Promise<Delivery> {
      const form = type === 'slash_commands' ? payload : { payload: JSON.stringify(payload) };
      const body = type === 'events_api' ? JSON.stringify(payload) : String(new URLSearchParams(form));
      const sent = Date.now();
      const headers = {
        'content-type': type === 'events_api' ? 'application/json' : 'application/x-www-form-urlencoded',
        ...sign(body, signingSecret),
        ...(attempt > 0 && { 'x-slack-retry-num': String(attempt), 'x-slack-retry-reason': 'http_timeout' }),
      };
      const response = await post(headers, body);
      await response?.arrayBuffer();
      return judge(space, { type, payload }, sent, response?.ok ? Date.now() : undefined);
    },
  };
}

/** The headers that prove that a body comes from Slack. */
export function sign(
  body: string,
  secret: string,
  seconds = Math.floor(Date.now() / 1000),
): Record<string, string> {
  const hash = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(seconds), 'x-slack-signature': `v0=${hash}` };
}

function judge(space: Workspace, { type }: Envelope, sent: number, taken: number | undefined): Delivery {
  if (taken === undefined) space.faults.push(`operation_timeout: ${type}`);
  return { acknowledged: taken !== undefined, milliseconds: (taken ?? Date.now()) - sent };
}

function retry(attempt: number) {
  return attempt === 0 ? {} : { retry_attempt: attempt, retry_reason: 'timeout' };
}
