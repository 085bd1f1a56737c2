import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ask, line } from './ask.ts';
import { serveWaiting } from './serve-waiting.ts';

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
    const { url } = await serveWaiting();
    const answer = await ask(`${url}/api/messages`, { headers, body: line('/ask hello') });
    expect(answer.status, answer.text).toBe(status);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    if (status !== 200) expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('get no permission in advance', async () => {
    const { url } = await serveWaiting();
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
    const { url } = await serveWaiting();
    const { status, text } = await ask(`${url}/api/messages`, {
      headers: { 'Content-Type': type },
      body: line('/ask hello'),
    });
    expect({ status, text }).toEqual({ status: 415, text: '{"error":"not-json"}' });
  });

  it('is refused when compressed, however small', async () => {
    const { url } = await serveWaiting();
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
    const { url } = await serveWaiting();
    const headers = { 'X-HTTP-Method-Override': 'POST', 'X-Method-Override': 'POST' };
    const { status, headers: sent, text } = await ask(url + path, { method, headers });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(sent['set-cookie']).toBeUndefined();
    expect(text).not.toMatch(/X-Method-Override|\bat .+:\d+/i);
  });

  it('is refused with more in it than we ask for, such as a prototype', async () => {
    const { url } = await serveWaiting();
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
    const { url } = await serveWaiting();
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
    const { url } = await serveWaiting();
    const given = await Promise.all(Array.from({ length: 50 }, () => ask(`${url}/api/commands`)));
    const cookies = given.map(({ headers }) => String(headers['set-cookie']));
    expect(new Set(cookies.map((cookie) => /=([^;]+);/.exec(cookie)![1])).size).toBe(50);
    for (const cookie of cookies) expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
  });
});
