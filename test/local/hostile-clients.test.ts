import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { type Command, defineCommand } from '../../src/command/define-command.ts';
import type { Bounds } from '../../src/listen.ts';
import { pageWords } from '../../src/local/page/words.ts';
import { text } from '../../src/reply/text.ts';
import { createSmallTheta } from '../small-theta.ts';
import { connectRaw, speak } from './raw-client.ts';
import { servePage } from './serve-page.ts';

let server: Awaited<ReturnType<typeof servePage>> | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

/** The page with one command more: `wait` answers when it is let go, with as many words as asked. */
async function serve(bounds: Partial<Bounds> = {}) {
  const waiting: (() => void)[] = [];
  let length = 1;
  const wait: Command = defineCommand({
    name: 'wait',
    description: { en: 'Wait', zh: '等' },
    options: {},
    examples: { en: ['wait'], zh: ['wait'] },
    run: async () => ({
      audience: 'everyone',
      progress: 'Waiting',
      finish: async () => {
        await new Promise<void>((resolve) => waiting.push(resolve));
        return { audience: 'everyone', blocks: [{ kind: 'text', text: text`${'x'.repeat(length)}` }] };
      },
    }),
  });
  const theta = createSmallTheta();
  const waiter = createSmallTheta([wait]);
  const both = {
    ...theta,
    answer: (asked: Parameters<typeof theta.answer>[0]) =>
      'text' in asked.input && asked.input.text === '/wait' ? waiter.answer(asked) : theta.answer(asked),
  };
  server = await servePage(both, { bounds });
  return {
    url: server.url,
    waiting,
    answerWith: (words: number) => {
      length = words;
    },
    letGo: () => {
      for (const resolve of waiting.splice(0)) resolve();
    },
  };
}

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
async function ask(url: string, { method, headers = {}, body, from }: Asked = {}): Promise<Answer> {
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
const line = (text: string) => JSON.stringify({ input: { text }, theme: 'dark', locale: 'en' });
const post = (body: string, more = '') =>
  `POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n${more}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const served = async (url: string, from?: string) =>
  (await ask(`${url}/page/page.css`, from === undefined ? {} : { from })).status === 200;

describe('other sites', () => {
  it.each([
    ['nothing: no browser', {}, 200],
    ['our own page', { 'Sec-Fetch-Site': 'same-origin' }, 200],
    ['our own page, by its origin', { Origin: 'http://127.0.0.1:80', Host: '127.0.0.1:80' }, 200],
    ['a site, by the browser', { 'Sec-Fetch-Site': 'cross-site' }, 403],
    [
      'a site that claims our origin',
      { 'Sec-Fetch-Site': 'cross-site', Origin: 'http://127.0.0.1:80', Host: '127.0.0.1:80' },
      403,
    ],
    ['a page on another port', { Origin: 'http://127.0.0.1:81', Host: '127.0.0.1:80' }, 403],
    ['a page of another name of ours', { Origin: 'http://localhost:80', Host: '127.0.0.1:80' }, 403],
    ['a frame without an origin', { Origin: 'null' }, 403],
    ['an extension', { Origin: 'chrome-extension://abc' }, 403],
    ['a word that is no site', { 'Sec-Fetch-Site': 'same-origin, cross-site' }, 403],
    ['a name that was pointed here', { Host: 'evil.example:80', Origin: 'http://evil.example:80' }, 403],
    ['such a name, same-origin to itself', { Host: 'evil.example', 'Sec-Fetch-Site': 'same-origin' }, 403],
    ['a name with ours before an @', { Host: '127.0.0.1@evil.example' }, 403],
    ['a name with ours in it', { Host: '127.0.0.1.evil.example' }, 403],
    ['our name as a path', { Host: 'evil.example/127.0.0.1' }, 403],
    ['our name twice', { Host: '127.0.0.1:80:80' }, 403],
    ['a forwarded name', { Host: 'evil.example', 'X-Forwarded-Host': '127.0.0.1' }, 403],
  ])('%s', async (_name, headers: Record<string, string>, status) => {
    const { url } = await serve();
    const answer = await ask(`${url}/api/messages`, { headers, body: line('/ask hello') });
    expect(answer.status, answer.text).toBe(status);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    if (status !== 200) expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('get no permission in advance', async () => {
    const { url } = await serve();
    const headers = { Origin: 'http://evil.example', 'Access-Control-Request-Method': 'POST' };
    const { status, headers: sent } = await ask(`${url}/api/messages`, { method: 'OPTIONS', headers });
    expect(status).toBe(403);
    expect(Object.keys(sent).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });
});

describe('what is sent in another form', () => {
  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/jsonp',
    'text/json',
    'application/json, text/plain',
    'application/json; charset=x-none',
    '',
  ])('%j is refused', async (type) => {
    const { url } = await serve();
    const { status, text } = await ask(`${url}/api/messages`, {
      headers: { 'Content-Type': type },
      body: line('/ask hello'),
    });
    expect({ status, text }).toEqual({ status: 415, text: '{"error":"not-json"}' });
  });

  it('is refused when compressed, however small', async () => {
    const { url } = await serve();
    const bomb = gzipSync(JSON.stringify({ input: { text: 'x'.repeat(10_000_000) } }));
    const headers = { 'Content-Encoding': 'gzip' };
    expect((await ask(`${url}/api/messages`, { headers, body: bomb })).status).toBe(415);
  });

  it.each([
    ['PUT', '/api/messages'],
    ['DELETE', '/api/messages'],
    ['PATCH', '/api/commands'],
    ['GET', '/api/messages'],
    ['HEAD', '/api/suggestions'],
    ['OPTIONS', '/api/messages'],
    ['TRACE', '/api/messages'],
    ['PROPFIND', '/page/main.js'],
    ['POST', '/'],
    ['POST', '/page/main.js'],
    ['DELETE', '/page/main.js'],
  ])('%s %s does nothing', async (method, path) => {
    const { url } = await serve();
    const headers = { 'X-HTTP-Method-Override': 'POST', 'X-Method-Override': 'POST' };
    const { status, headers: sent, text } = await ask(url + path, { method, headers });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(sent['set-cookie']).toBeUndefined();
    expect(text).not.toMatch(/X-Method-Override|\bat .+:\d+/i);
  });

  it('is refused with more in it than we ask for, such as a prototype', async () => {
    const { url } = await serve();
    for (const body of [
      '{"__proto__":{"learner":"me"},"input":{"text":"/ask a"},"theme":"dark","locale":"en"}',
      '{"constructor":{},"input":{"text":"/ask a"},"theme":"dark","locale":"en"}',
      '{"input":{"text":"/ask a","__proto__":{"button":"x"}},"theme":"dark","locale":"en"}',
      '{"input":{"command":"ask","options":{}},"theme":"dark","locale":"en"}',
    ]) {
      const { status, text } = await ask(`${url}/api/messages`, { body });
      expect({ status, text }, body).toEqual({ status: 400, text: '{"error":"malformed"}' });
    }
  });
});

describe('too much', () => {
  it('of a body is refused before it is all there, and the connection closes', async () => {
    const { url } = await serve();
    const announced = await connectRaw(url);
    announced.send(post('').replace('Content-Length: 0', 'Content-Length: 100000'));
    expect(await announced.closed()).toMatch(/^HTTP\/1\.1 413 [\s\S]*{"error":"too-large"}$/);

    const endless = await connectRaw(url);
    endless.send(post('').replace('Content-Length: 0', 'Transfer-Encoding: chunked'));
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
    const feeding = setInterval(() => endless.send(chunk), 1);
    expect(await endless.closed()).toMatch(/^HTTP\/1\.1 411 /);
    clearInterval(feeding);

    // Also where nothing of ours listens: Discord's and Slack's endpoints are on the same server.
    const elsewhere = await connectRaw(url);
    elsewhere.send('POST /elsewhere HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2000000000\r\n\r\n');
    expect(await elsewhere.closed()).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('of headers is refused', async () => {
    const { url } = await serve();
    expect(await speak(url, `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 /,
    );
  });

  it('from one connection makes it a new one', async () => {
    const { url } = await serve({ requestsPerConnection: 3 });
    const client = await connectRaw(url);
    const asked = 'GET /page/page.css HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
    client.send(asked.repeat(5));
    const answers = (await client.closed()).match(/^HTTP\/1\.1 (\d+)/gm);
    expect(answers?.slice(0, 3)).toEqual(Array(3).fill('HTTP/1.1 200'));
    expect(answers?.slice(3).every((answer) => answer === 'HTTP/1.1 503')).toBe(true);
  });

  it('of connections from one address leaves room for others', async () => {
    const { url } = await serve({ connections: 60, connectionsOfOne: 20 });
    const greedy = await Promise.all(Array.from({ length: 50 }, () => connectRaw(url, '127.0.0.2')));
    await expect.poll(() => greedy.filter(({ socket }) => !socket.destroyed).length).toBe(20);
    expect(await served(url, '127.0.0.3')).toBe(true);
    for (const { socket } of greedy) socket.destroy();
    await expect.poll(() => served(url, '127.0.0.2').catch(() => false)).toBe(true);
  });

  it('of messages at once from one learner is refused in words, until an answer is there', async () => {
    const { url, waiting, letGo } = await serve();
    const Cookie = 'theta-learner=00000000-0000-4000-8000-000000000001';
    const wait = () => ask(`${url}/api/messages`, { headers: { Cookie }, body: line('/wait') });
    const four = Array.from({ length: 4 }, wait);
    await expect.poll(() => waiting.length).toBe(4);
    expect(await wait()).toMatchObject({ status: 429, text: '{"error":"too-many"}' });
    for (const [language, locale] of [
      ['en', 'en'],
      ['zh-CN', 'zh'],
    ] as const) {
      const headers = { Cookie, Accept: 'text/html', 'Accept-Language': language };
      const { status, text } = await ask(`${url}/api/messages`, { headers, body: line('/wait') });
      expect({ status, text }).toEqual({ status: 429, text: pageWords[locale].refusals['too-many'] });
    }
    const other = await ask(`${url}/api/messages`, { body: line('/ask still there?') });
    expect(other.text).toContain('still there?');
    letGo();
    expect((await Promise.all(four)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await ask(`${url}/api/messages`, { headers: { Cookie }, body: line('/ask me') })).status).toBe(
      200,
    );
  });

  it('a minute from one address is refused, cookie or no cookie; another address is not', async () => {
    const { url } = await serve();
    const from = '127.0.0.2';
    const statuses = new Map<number, number>();
    for (let sent = 0; sent < 1300; sent += 50) {
      const answers = Array.from({ length: 50 }, () => ask(`${url}/api/messages`, { from, body: '{}' }));
      for (const { status } of await Promise.all(answers))
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect(Object.fromEntries(statuses)).toEqual({ 400: 1200, 429: 100 });
    expect((await ask(`${url}/api/messages`, { from: '127.0.0.3', body: '{}' })).status).toBe(400);
  });
});

describe('too slow', () => {
  const SHORT = { headersMs: 300, requestMs: 600, silenceMs: 60_000, checkEveryMs: 50 };

  it.each([
    ['headers', 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n', 'X: y\r\n'],
    ['the first line', 'GET /', 'a'],
    ['a body', post('').replace('Content-Length: 0', 'Content-Length: 9000'), ' '],
    ['chunks', post('').replace('Content-Length: 0', 'Transfer-Encoding: chunked'), '1\r\n \r\n'],
  ])(
    'in sending %s, a byte at a time, and it ends; others are served meanwhile',
    async (_what, first, next) => {
      const { url } = await serve(SHORT);
      const began = Date.now();
      const clients = await Promise.all(Array.from({ length: 30 }, () => connectRaw(url)));
      for (const { send } of clients) send(first);
      const trickle = setInterval(() => {
        for (const { send } of clients) send(next);
      }, 40);
      expect(await served(url)).toBe(true);
      const endings = await Promise.all(clients.map(({ closed }) => closed()));
      clearInterval(trickle);
      expect(Date.now() - began).toBeLessThan(9_000);
      for (const ending of endings) expect(ending).toMatch(/^$|^HTTP\/1\.1 4(?:08|11) /);
    },
  );

  it('in reading, and the connection ends, while others are answered', async () => {
    const { url, waiting, answerWith, letGo } = await serve({ ...SHORT, requestMs: 60_000, silenceMs: 400 });
    answerWith(30_000_000);
    const stalled = await connectRaw(url);
    stalled.send(post(line('/wait')));
    await stalled.until(/Waiting/);
    stalled.socket.pause();
    await expect.poll(() => waiting.length).toBe(1);
    letGo();
    await sleep(100);
    expect(await served(url)).toBe(true);
    await sleep(1500);
    stalled.socket.resume();
    const received = await stalled.closed();
    expect(received.length).toBeLessThan(30_000_000);
    expect(await served(url)).toBe(true);
  });
});

it('clients that leave at any moment cost nothing that lasts', async () => {
  const { url, waiting, letGo } = await serve();
  const Cookie = 'theta-learner=00000000-0000-4000-8000-000000000002';
  const whole = post(line('/wait'), `Cookie: ${Cookie}\r\n`);
  for (let round = 0; round < 60; round++) {
    const client = await connectRaw(url);
    client.send(whole.slice(0, Math.ceil((whole.length * ((round % 10) + 1)) / 10)));
    if (round % 3 === 0) await sleep(2);
    if (round % 2 === 0) client.socket.resetAndDestroy();
    else client.socket.destroy();
    letGo();
  }
  await expect
    .poll(async () => {
      letGo();
      return waiting.length;
    })
    .toBe(0);
  const four = await Promise.all(
    Array.from({ length: 4 }, () =>
      ask(`${url}/api/messages`, { headers: { Cookie }, body: line('/ask me') }),
    ),
  );
  expect(four.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
});

describe('paths', () => {
  it.each([
    '/page/../../../package.json',
    '/page/..%2f..%2f..%2fpackage.json',
    '/page/%2e%2e/%2e%2e/%2e%2e/package.json',
    '/page/..%5c..%5cpackage.json',
    '/page/..\\..\\package.json',
    '/page/....//....//package.json',
    '/page/%252e%252e/%252e%252e/package.json',
    '/page/..;/..;/package.json',
    '/page/%c0%ae%c0%ae/package.json',
    '/page//etc/passwd',
    '/page/%2fetc%2fpasswd',
    '/page/page.css%00.png',
    '/page/.git/config',
    '/page/%2eenv',
    '/page/tsconfig.json',
    '/page/main.ts',
    '/%ff',
    '/page/%ff',
    '/package.json',
    '/dist/src/main.js',
  ])('%s leads nowhere', async (path) => {
    const { url } = await serve();
    const answer = await speak(url, `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 40[034] /);
    expect(answer).not.toMatch(/"dependencies"|root:|\[core\]|\n\s+at /);
  });

  it.each(['/page//evil.example/%2e%2e', '/page', '/page/', '//evil.example', '/page///evil.example//'])(
    '%s sends nobody elsewhere',
    async (path) => {
      const { url } = await serve();
      const answer = await speak(url, `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 (200|40[034]) /);
      expect(answer).not.toMatch(/^location:/im);
    },
  );

  it.each([
    '/page/%0d%0aSet-Cookie:%20x=1',
    '/api/commands?locale=%0d%0aSet-Cookie:%20x=1',
    '/api/%0d%0a%0d%0a<script>',
    '/%E5%98%8A%E5%98%8DSet-Cookie:%20x=1',
  ])('%s puts nothing into our headers', async (path) => {
    const { url } = await serve();
    const { headers, text } = await ask(url + path, { headers: { Cookie: 'theta-learner=x%0d%0aX: y' } });
    expect(String(headers['set-cookie'] ?? '')).not.toContain('x=1');
    expect(text).not.toContain('<script>');
  });
});

it.each([
  ['two kinds of length', post('{}', 'Transfer-Encoding: chunked\r\n')],
  ['two lengths', post('{}', 'Content-Length: 5\r\n')],
  ['a list of lengths', post('{}').replace('Length: 2', 'Length: 2, 3')],
  ['a signed length', post('{}').replace('Length: 2', 'Length: +2')],
  ['a negative length', post('{}').replace('Length: 2', 'Length: -2')],
  ['a length in hexadecimal', post('{}').replace('Length: 2', 'Length: 0x2')],
  ['an unknown coding', post('{}').replace('Content-Length: 2', 'Transfer-Encoding: xchunked')],
  [
    'chunks that are no last coding',
    post('{}').replace('Content-Length: 2', 'Transfer-Encoding: chunked, identity'),
  ],
  ['a blank before a colon', post('{}').replace('Content-Length: 2', 'Transfer-Encoding : chunked')],
  ['a folded header', post('{}', 'X: a\r\n b\r\n')],
  ['a NUL', post('{}', 'X: a\0b\r\n')],
  ['bare carriage returns', post('{}').replaceAll('\r\n', '\r')],
  ['bare line feeds', post('{}').replaceAll('\r\n', '\n')],
  [
    'a chunk of no size',
    `${post('').replace('Content-Length: 0', 'Transfer-Encoding: chunked')}zz\r\n{}\r\n0\r\n\r\n`,
  ],
  ['no host', 'GET / HTTP/1.1\r\n\r\n'],
  ['another protocol', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
])('a request with %s is refused, and nothing after it is read', async (_name, shape) => {
  const { url } = await serve();
  const smuggled = 'GET /page/page.css HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
  const answer = await speak(url, shape + smuggled);
  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
});

it('a request with an empty host is refused', async () => {
  const { url } = await serve();
  const shape = 'GET / HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n';
  expect(await speak(url, shape)).toMatch(/^HTTP\/1\.1 403 /);
});

describe('cookies', () => {
  const MINE = '00000000-0000-4000-8000-00000000000a';
  const YOURS = '00000000-0000-4000-8000-00000000000b';
  const whoAmI = async (url: string, Cookie?: string) => {
    const { text } = await ask(`${url}/api/messages`, {
      headers: Cookie === undefined ? {} : { Cookie },
      body: line('/ask who'),
    });
    return /"text":"([\w-]{22})"/.exec(text)![1]!;
  };

  it('name a learner only whole and unchanged', async () => {
    const { url } = await serve();
    const me = await whoAmI(url, `theta-learner=${MINE}`);
    expect(await whoAmI(url, `theta-learner=${MINE}`)).toBe(me);
    const others = [
      `theta-learner=${MINE.slice(1)}`,
      `theta-learner=${MINE}0`,
      `theta-learner="${MINE}"`,
      `theta-learner=${MINE.toUpperCase()}`,
      `theta-learner=${me}`,
      `theta-learner=${YOURS}; theta-learner=${MINE}`,
      `xtheta-learner=${MINE}`,
      `a=theta-learner=${MINE}`,
      `theta-learner[]=${MINE}`,
      undefined,
    ];
    const seen = await Promise.all(others.map((cookie) => whoAmI(url, cookie)));
    expect(seen).not.toContain(me);
  });

  it('are given out by us, unguessable, and out of reach of scripts', async () => {
    const { url } = await serve();
    const given = await Promise.all(Array.from({ length: 50 }, () => ask(`${url}/api/commands`)));
    const cookies = given.map(({ headers }) => String(headers['set-cookie']));
    expect(new Set(cookies.map((cookie) => /=([^;]+);/.exec(cookie)![1])).size).toBe(50);
    for (const cookie of cookies) expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
  });
});
