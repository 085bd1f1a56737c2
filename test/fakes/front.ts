import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

export interface Asked {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What stands in front may answer by itself, or pass on and change the answer; `undefined` hangs. */
export type Answering = (
  asked: Asked,
  passOn: (path?: string, method?: string) => Promise<Answer>,
) => Promise<Answer | undefined>;

export interface Front {
  readonly origin: string;
  /** Every request, as `GET /path`. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** A server on loopback in front of another one: what a fake does not know yet is added here. */
export async function startFront(origin: string, answering: Answering): Promise<Front> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = 'GET', url: path = '/', headers } = request;
    asked.push(`${method} ${path}`);
    const passOn = async (to = path, by = method): Promise<Answer> => {
      const { authorization = '', 'content-type': type = 'application/json' } = headers;
      const passed = await fetch(new URL(to, origin), {
        method: by,
        headers: { authorization, 'content-type': type },
        ...(by !== 'GET' && { body: Buffer.concat(chunks) }),
      });
      const kept = ['content-type', 'retry-after'].flatMap((name) => {
        const value = passed.headers.get(name);
        return value === null ? [] : [[name, value]];
      });
      return { status: passed.status, headers: Object.fromEntries(kept), body: await passed.text() };
    };
    const answer = await answering({ method, path, headers }, passOn);
    if (answer) response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  server.on('upgrade', (request, socket, head) => {
    const { hostname, port } = new URL(origin);
    const inner = connect(Number(port), hostname, () => {
      const headers = request.rawHeaders.map((part, i) => part + (i % 2 ? '\r\n' : ': ')).join('');
      inner.write(`GET ${request.url} HTTP/1.1\r\n${headers}\r\n`);
      inner.write(head);
      inner.pipe(socket).pipe(inner);
    });
    for (const end of [socket, inner]) end.on('error', () => end.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A JSON answer with some of its members replaced. */
export function changed(answer: Answer, members: object): Answer {
  return { ...answer, body: JSON.stringify({ ...JSON.parse(answer.body), ...members }) };
}
