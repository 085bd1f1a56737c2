import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { pageWords } from '../../src/local/page/words.ts';
import { ask, line, post } from './ask.ts';
import { connectRaw, speak } from './raw-client.ts';
import { serveWaiting } from './serve-waiting.ts';

/** Only Linux gives every address of 127/8 to loopback: there one test can be many clients. */
const manyAddresses = process.platform === 'linux';

const served = async (url: string, from?: string) =>
  (await ask(`${url}/page/page.css`, from === undefined ? {} : { from })).status === 200;

describe('too much', () => {
  it('of a body is refused before it is all there, and the connection closes', async () => {
    const { url } = await serveWaiting();
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
    const { url } = await serveWaiting();
    expect(await speak(url, `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 /,
    );
  });

  it('from one connection makes it a new one', async () => {
    const { url } = await serveWaiting({ requestsPerConnection: 3 });
    const client = await connectRaw(url);
    const asked = 'GET /page/page.css HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
    client.send(asked.repeat(5));
    const answers = (await client.closed()).match(/^HTTP\/1\.1 (\d+)/gm);
    expect(answers?.slice(0, 3)).toEqual(Array(3).fill('HTTP/1.1 200'));
    expect(answers?.slice(3).every((answer) => answer === 'HTTP/1.1 503')).toBe(true);
  });

  it.runIf(manyAddresses)('of connections from one address leaves room for others', async () => {
    const { url } = await serveWaiting({ connections: 60, connectionsOfOne: 20 });
    const greedy = await Promise.all(Array.from({ length: 50 }, () => connectRaw(url, '127.0.0.2')));
    await expect.poll(() => greedy.filter(({ socket }) => !socket.destroyed).length).toBe(20);
    expect(await served(url, '127.0.0.3')).toBe(true);
    for (const { socket } of greedy) socket.destroy();
    await expect.poll(() => served(url, '127.0.0.2').catch(() => false)).toBe(true);
  });

  it('of messages at once from one learner is refused in words, until an answer is there', async () => {
    const { url, waiting, letGo } = await serveWaiting();
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

  it.runIf(manyAddresses)(
    'a minute from one address is refused, cookie or no cookie; another address is not',
    async () => {
      const { url } = await serveWaiting();
      const from = '127.0.0.2';
      const statuses = new Map<number, number>();
      for (let sent = 0; sent < 1300; sent += 50) {
        const answers = Array.from({ length: 50 }, () => ask(`${url}/api/messages`, { from, body: '{}' }));
        for (const { status } of await Promise.all(answers))
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
      expect(Object.fromEntries(statuses)).toEqual({ 400: 1200, 429: 100 });
      expect((await ask(`${url}/api/messages`, { from: '127.0.0.3', body: '{}' })).status).toBe(400);
    },
  );
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
      const { url } = await serveWaiting(SHORT);
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
    const { url, waiting, answerWith, letGo } = await serveWaiting({
      ...SHORT,
      requestMs: 60_000,
      silenceMs: 400,
    });
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
  const { url, waiting, letGo } = await serveWaiting();
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
