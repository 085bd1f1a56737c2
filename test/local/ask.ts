import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}
interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
  readonly from?: string;
}

/** Asks the page for something, with whatever headers: `fetch` keeps some to itself. */
export async function ask(url: string, { method, headers = {}, body, from }: Asked = {}): Promise<Answer> {
  const asked = request(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
    agent: false,
    ...(from && { localAddress: from }),
  });
  asked.end(body);
  const [response] = await once(asked, 'response');
  const answered = (await response.setEncoding('utf8').toArray()).join('');
  return { status: response.statusCode, headers: response.headers, text: answered };
}

/** The body of a typed message. */
export const line = (text: string) => JSON.stringify({ input: { text }, theme: 'dark', locale: 'en' });

/** A message as it stands on the wire. */
export const post = (body: string, more = '') =>
  `POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n${more}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
