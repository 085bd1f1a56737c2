import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSmallTheta } from '../small-theta.ts';
import { servePage } from './serve-page.ts';

let server: Awaited<ReturnType<typeof servePage>>;
let open: Awaited<ReturnType<typeof servePage>>;
beforeAll(async () => {
  server = await servePage(createSmallTheta());
  open = await servePage(createSmallTheta(), { host: '0.0.0.0' });
});
afterAll(() => Promise.all([server.stop(), open.stop()]));

interface Sent {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
  url?: string;
}
/** Not `fetch`, which keeps Host, Origin and Cookie to itself. */
async function send({ method, path, headers = {}, body, url = server.url }: Sent) {
  const json = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const asked = request(url + path, {
    method: method ?? (json === undefined ? 'GET' : 'POST'),
    headers: json === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
  });
  asked.end(json);
  const [response] = await once(asked, 'response');
  const text = (await response.setEncoding('utf8').toArray()).join('');
  return { status: response.statusCode as number, headers: response.headers, text };
}
const say = (text: string, headers: Record<string, string> = {}) =>
  send({ path: '/api/messages', headers, body: { input: { text }, theme: 'dark', locale: 'en' } });
const lines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const learnerIn = (text: string) => /"text":"([\w-]{22})"/.exec(text)?.[1];

describe('what the page sends along', () => {
  it.each(['/', '/page/main.js', '/page/message.css', '/api/commands', '/api/nothing'])(
    '%s is closed to other sites and to markup',
    async (path) => {
      const { headers } = await send({ path });
      expect(headers['content-security-policy']).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; " +
          "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
      );
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'x-frame-options': 'DENY',
      });
    },
  );

  it('has types, asks for a fresh copy each time, and hides its sources', async () => {
    const page = await send({ path: '/' });
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
    });
    const script = await send({ path: '/page/main.js' });
    expect(script).toMatchObject({ status: 200, headers: { 'cache-control': 'no-cache' } });
    expect(script.headers['content-type']).toContain('javascript');
    for (const path of [
      '/page/main.ts',
      '/page/tsconfig.json',
      '/page/../package.json',
      '/page/%2e%2e/mount-local.ts',
    ]) {
      expect((await send({ path })).status, path).toBe(404);
    }
  });
});

describe('refusals', () => {
  const body = { input: { text: '/fail' }, theme: 'dark', locale: 'en' };
  const cases: [string, Sent, number, string][] = [
    [
      'another site',
      { path: '/api/messages', body, headers: { 'Sec-Fetch-Site': 'cross-site' } },
      403,
      'cross-site',
    ],
    [
      'another port of this host',
      { path: '/api/messages', body, headers: { 'Sec-Fetch-Site': 'same-site' } },
      403,
      'cross-site',
    ],
    [
      'a foreign origin',
      { path: '/api/messages', body, headers: { Origin: 'http://evil.example' } },
      403,
      'cross-site',
    ],
    [
      'no origin to speak of',
      { path: '/api/messages', body, headers: { Origin: 'null' } },
      403,
      'cross-site',
    ],
    [
      'reading from another site',
      { path: '/api/commands', headers: { 'Sec-Fetch-Site': 'cross-site' } },
      403,
      'cross-site',
    ],
    ['another name for this host', { path: '/', headers: { Host: 'evil.example' } }, 403, 'host'],
    [
      'a name that begins like ours',
      { path: '/api/commands', headers: { Host: 'localhost.evil.example:3000' } },
      403,
      'host',
    ],
    [
      'a form',
      { path: '/api/messages', body: 'x=1', headers: { 'Content-Type': 'text/plain' } },
      415,
      'not-json',
    ],
    ['no body', { method: 'POST', path: '/api/messages' }, 415, 'not-json'],
    ['broken JSON', { path: '/api/messages', body: '{"input":' }, 400, 'malformed'],
    ['other JSON', { path: '/api/messages', body: { ...body, input: { text: 5 } } }, 400, 'malformed'],
    ['more than asked for', { path: '/api/messages', body: { ...body, learner: 'me' } }, 400, 'malformed'],
    [
      'a huge body',
      { path: '/api/messages', body: { ...body, input: { text: 'x'.repeat(20_000) } } },
      413,
      'too-large',
    ],
    ['an unknown path', { path: '/api/runs' }, 404, 'not-found'],
  ];
  it.each(cases)('%s', async (_name, sent, status, error) => {
    const answer = await send(sent);
    expect({ status: answer.status, body: JSON.parse(answer.text) }).toEqual({ status, body: { error } });
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('tells a person in words where to go', async () => {
    const headers = { Host: 'my-laptop:3000', Accept: 'text/html', 'Accept-Language': 'zh-CN' };
    const { status, text, headers: sent } = await send({ path: '/', headers });
    expect({ status, type: sent['content-type'] }).toEqual({
      status: 403,
      type: 'text/plain; charset=utf-8',
    });
    expect(text).toContain('请用 localhost 或 127.0.0.1 打开');
  });

  it('lets in every name of loopback, and any name when it listens to others', async () => {
    for (const host of ['localhost', '127.0.0.1:3000', '[::1]:3000', 'LOCALHOST:80']) {
      expect((await send({ path: '/', headers: { Host: host } })).status, host).toBe(200);
    }
    const headers = { Host: 'theta.school' };
    expect((await send({ path: '/', url: open.url, headers })).status).toBe(200);
    const own = await send({
      path: '/api/commands',
      url: open.url,
      headers: { ...headers, Origin: 'https://theta.school' },
    });
    expect(own.status).toBe(200);
  });

  it('follows a link from elsewhere to the page, and leaves the learner who they are', async () => {
    const page = await send({
      path: '/',
      headers: { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' },
    });
    expect(page.status).toBe(200);
    expect(page.headers['set-cookie']).toBeUndefined();
  });
});

describe('messages', () => {
  it('tells of progress, then replies', async () => {
    const [progress, { reply }] = lines((await say('/train epochs:5')).text);
    expect(progress).toEqual({ progress: 'Training 5 epochs' });
    expect(reply.blocks.map((block: { kind: string }) => block.kind)).toEqual([
      'text',
      'fields',
      'picture',
      'buttons',
    ]);
    expect(Buffer.from(reply.blocks[2].images[0].png, 'base64').subarray(1, 4).toString()).toBe('PNG');
    const pressed = { input: { button: reply.blocks[3].buttons[0].id }, theme: 'dark', locale: 'en' };
    const again = lines((await send({ path: '/api/messages', body: pressed })).text);
    expect(again[0]).toEqual({ progress: 'Training 10 epochs' });
  });

  it('answers a mistake in words, and a fault without its cause', async () => {
    const [{ reply }] = lines((await say('/train lr:5000')).text);
    expect(reply).toMatchObject({ mistake: true, audience: 'asker' });
    const fault = await say('/fail');
    expect(fault.text).toContain('went wrong');
    expect(fault.text).not.toContain('secret detail');
  });

  it('keeps each browser a learner of its own, by a cookie that is not its name', async () => {
    const first = await say('/ask who am I');
    const [cookie = ''] = first.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(
      /^theta-learner=[0-9a-f-]{36}; Max-Age=\d+; Path=\/api; .*HttpOnly; SameSite=Strict$/,
    );
    const learner = learnerIn(first.text);
    expect(learner).toBeDefined();
    expect(cookie).not.toContain(learner);
    const again = await say('/ask who am I', { Cookie: `other=1; ${cookie.split(';')[0]}` });
    expect(learnerIn(again.text)).toBe(learner);
    expect(learnerIn((await say('/ask who am I')).text)).not.toBe(learner);
    expect(learnerIn((await say('/ask who am I', { Cookie: 'theta-learner=admin' })).text)).toMatch(
      /^[\w-]{22}$/,
    );
  });

  it('goes on serving when a learner leaves in the middle', async () => {
    const asked = request(`${server.url}/api/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
    });
    asked.end(JSON.stringify({ input: { text: '/train' }, theme: 'light', locale: 'en' }));
    await once(asked, 'response');
    asked.destroy();
    expect((await say('/ask still there?')).text).toContain('still there?');
  });
});

describe('languages and suggestions', () => {
  it.each([
    ['zh-TW,en;q=0.8', 'zh'],
    ['en-GB,zh;q=0.9', 'en'],
    ['fr,zh;q=0.5,en;q=0.4', 'zh'],
    ['fr;q=0.9,zh-CN;q=0.2,en;q=0.4', 'en'],
    ['de', 'en'],
    ['', 'en'],
  ])('%s gets %s', async (accepted, locale) => {
    const { text } = await send({ path: '/api/commands', headers: { 'Accept-Language': accepted } });
    expect(JSON.parse(text).locale).toBe(locale);
  });

  it('prefers what the learner chose', async () => {
    const { text } = await send({ path: '/api/commands?locale=zh', headers: { 'Accept-Language': 'en' } });
    expect(JSON.parse(text).commands[0]).toMatchObject({
      name: 'train',
      description: '训练一条直线',
      examples: ['/train'],
    });
  });

  it('suggests values for an option', async () => {
    const body = { command: 'ask', option: 'question', typed: 'l', locale: 'en' };
    const { text } = await send({ path: '/api/suggestions', body });
    expect(JSON.parse(text)).toEqual([
      { label: 'About loss', value: 'loss' },
      { label: 'About learning-rate', value: 'learning-rate' },
    ]);
    expect((await send({ path: '/api/suggestions', body: { ...body, option: 'nothing' } })).text).toBe('[]');
  });
});
