import { describe, expect, it } from 'vitest';
import { ask, post } from './ask.ts';
import { speak } from './raw-client.ts';
import { serveWaiting } from './serve-waiting.ts';

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
    const { url } = await serveWaiting();
    const answer = await speak(url, `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 40[034] /);
    expect(answer).not.toMatch(/"dependencies"|root:|\[core\]|\n\s+at /);
  });

  it.each(['/page//evil.example/%2e%2e', '/page', '/page/', '//evil.example', '/page///evil.example//'])(
    '%s sends nobody elsewhere',
    async (path) => {
      const { url } = await serveWaiting();
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
    const { url } = await serveWaiting();
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
  const { url } = await serveWaiting();
  const smuggled = 'GET /page/page.css HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
  const answer = await speak(url, shape + smuggled);
  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
});

it('a request with an empty host is refused', async () => {
  const { url } = await serveWaiting();
  const shape = 'GET / HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n';
  expect(await speak(url, shape)).toMatch(/^HTTP\/1\.1 403 /);
});
