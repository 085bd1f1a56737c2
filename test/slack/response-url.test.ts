import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { renderLine } from '../../src/slack/render-reply.ts';
import { ANSWER, sendToResponseUrl, WORD } from '../../src/slack/response-url.ts';

let server: Server;
let requests: number;

async function startServer(statuses: readonly number[]): Promise<string> {
  requests = 0;
  server = createServer((_, response) => {
    response.writeHead(statuses[requests++] ?? 200).end('ok');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
afterEach(() => server.close());

const message = renderLine('a word');

it('tries a word once and an answer three times, and counts no rate limit', async () => {
  const url = await startServer([500, 429, 500, 429, 500, 500]);
  await expect(sendToResponseUrl(url, 'ephemeral', message, WORD)).rejects.toThrow('HTTP 500');
  expect(requests).toBe(1);
  await expect(sendToResponseUrl(url, 'in_channel', message, ANSWER)).rejects.toThrow('HTTP 500');
  expect(requests).toBe(6);
  await sendToResponseUrl(url, 'in_channel', message, ANSWER);
});

it('does not wait for a rate limit with a word', async () => {
  const url = await startServer([429]);
  await expect(sendToResponseUrl(url, 'ephemeral', message, WORD)).rejects.toThrow('HTTP 429');
  expect(requests).toBe(1);
});

it('counts no try that did not reach Slack', async () => {
  const url = await startServer([]);
  const { port } = new URL(url);
  server.close();
  await once(server, 'close');
  const sent = sendToResponseUrl(url, 'ephemeral', message, ANSWER);
  setTimeout(() => server.listen(Number(port), '127.0.0.1'), 1_200);
  await sent;
  expect(requests).toBe(1);
});
