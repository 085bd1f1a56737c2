import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDiscordAnswerer } from '../../src/discord/answerer.ts';
import { mountInteractions } from '../../src/discord/mount-interactions.ts';
import { startDiscord } from '../../src/discord/start-discord.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/fake-discord.ts';
import { toInteractionJson } from '../fakes/discord/interaction-json.ts';
import { Disk, MemoryJobs } from './memory-jobs.ts';
import { BOARD, instant, ScriptedTheta, say, slow } from './scripted-theta.ts';

const log = pino({ level: 'silent' });
const PING = JSON.stringify({ id: '1', application_id: '1', type: 1, token: 't', version: 1 });

let fake: FakeDiscord;
let disk: Disk;
let theta: ScriptedTheta;
let servers: Server[];

beforeEach(async () => {
  fake = await startFakeDiscord();
  disk = new Disk();
  theta = new ScriptedTheta();
  servers = [];
});

afterEach(async () => {
  expect(fake.breaches).toEqual([]);
  for (const server of servers) server.close();
  await fake.close();
});

/** A process that receives and answers, without a token. */
async function startProcess(): Promise<string> {
  const jobs = new MemoryJobs(disk);
  await jobs.start({ discord: createDiscordAnswerer({ apiUrl: fake.apiUrl, log }, theta) });
  const app = express();
  mountInteractions(app, { publicKey: fake.publicKey, apiUrl: fake.apiUrl, log }, theta, jobs);
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  servers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/discord/interactions`;
}

async function post(url: string, body: string, headers: Record<string, string> = fake.sign(body)) {
  const response = await fetch(url, { method: 'POST', body, headers });
  return { status: response.status, body: await response.text() };
}

const invented = (from = {}) =>
  toInteractionJson(2, { id: '1', name: 'train', type: 1, options: [] }, fake.applicationId, from);

describe('an interaction by HTTP', () => {
  beforeEach(async () => {
    await fake.sendTo(await startProcess());
  });

  it('is answered at once, slowly, and while it is typed, as by the gateway', async () => {
    theta.next = () => instant(say('hello'));
    expect((await fake.command('ask', { question: 'jobs' }).message()).text).toBe('hello');
    theta.next = () => slow(async () => BOARD);
    const asked = fake.command('train', { epochs: 5 }, { guild: null, locale: 'zh-CN' });
    expect((await asked.message()).attachments).toHaveLength(1);
    expect(asked.history).toEqual(['callback 5', 'edit']);
    expect(theta.asked.at(-1)).toMatchObject({
      locale: 'zh',
      asker: { space: expect.stringMatching(/^discord:dm:/) },
    });
    expect(await fake.type('ask', 'question', 'jo').choices()).toHaveLength(25);
    expect(fake.gateway.identifies).toEqual([]);
  });

  it('that is a double click is answered once', async () => {
    theta.next = () => slow(async () => BOARD);
    const { buttons } = await fake.command('train').message();
    const [first, second] = [fake.press(buttons[0]!), fake.press(buttons[0]!)];
    const types = [(await first.acknowledged()).type, (await second.acknowledged()).type];
    expect(types.toSorted()).toEqual([5, 6]);
  });
});

it('any process behind a load balancer answers, while one is up', async () => {
  const urls = [await startProcess(), await startProcess(), await startProcess()];
  await fake.sendTo(...urls);
  theta.next = () => slow(async () => BOARD);
  servers.shift()?.close();
  for (let i = 0; i < 6; i++) {
    const asked = fake.command('train');
    expect((await asked.message()).attachments).toHaveLength(1);
    expect(asked.history).toEqual(['callback 5', 'edit']);
  }
  expect(disk.kept.size).toBe(6);
});

describe('a request', () => {
  let url: string;

  beforeEach(async () => {
    url = await startProcess();
    theta.next = () => slow(async () => BOARD);
  });

  it('to see whether we are there is answered, however often it comes', async () => {
    const headers = fake.sign(PING);
    for (let i = 0; i < 2; i++) {
      expect(await post(url, PING, headers)).toEqual({ status: 200, body: '{"type":1}' });
    }
  });

  it('that Discord did not sign, or not just now, is refused', async () => {
    const body = JSON.stringify(invented());
    const good = fake.sign(body);
    const signature = good['x-signature-ed25519']!;
    const timestamp = good['x-signature-timestamp']!;
    const another = await startFakeDiscord();
    const forged: Record<string, string>[] = [
      {},
      { 'x-signature-ed25519': signature },
      { 'x-signature-timestamp': timestamp },
      { ...good, 'x-signature-ed25519': `${signature.startsWith('0') ? '1' : '0'}${signature.slice(1)}` },
      { ...good, 'x-signature-ed25519': signature.slice(2) },
      { ...good, 'x-signature-ed25519': `${signature}00` },
      { ...good, 'x-signature-ed25519': 'z'.repeat(128) },
      { ...good, 'x-signature-timestamp': String(Number(timestamp) + 1) },
      { ...good, 'x-signature-timestamp': `${timestamp} ` },
      { ...good, 'x-signature-timestamp': 'NaN' },
      { ...good, 'x-signature-timestamp': '' },
      another.sign(body),
      fake.sign(`${body} `),
      fake.sign(body, Date.now() - 6 * 60_000),
      fake.sign(body, Date.now() + 6 * 60_000),
    ];
    await another.close();
    // fetch would trim the blank, which is no fault of the signature.
    for (const headers of forged.filter((headers) => !headers['x-signature-timestamp']?.endsWith(' '))) {
      expect(await post(url, body, headers)).toEqual({ status: 401, body: 'Unauthorized' });
    }
    expect(await post(url, '', fake.sign('x'))).toMatchObject({ status: 401 });
    expect(theta.asked).toEqual([]);
    expect(await post(url, body, good)).toEqual({ status: 202, body: '' });
    await expect.poll(() => theta.asked.length).toBeGreaterThan(0);
  });

  it('that is too large, packed, or no JSON is refused without a word on how we are made', async () => {
    const large = 'x'.repeat(101 * 1024);
    expect(await post(url, large)).toEqual({ status: 413, body: 'Payload Too Large' });
    const packed = { ...fake.sign(PING), 'content-encoding': 'gzip' };
    expect(await post(url, PING, packed)).toEqual({ status: 415, body: 'Unsupported Media Type' });
    for (const body of ['{', 'null', '3', '[]', '""']) {
      const { status, body: words } = await post(url, body);
      expect([202, 400]).toContain(status);
      expect(words).toMatch(/^(Bad Request)?$/);
    }
  });

  it('that is sent again makes no second answer', async () => {
    await fake.sendTo(url);
    const asked = fake.command('train');
    await asked.message();
    const body = JSON.stringify(asked.payload);
    for (let i = 0; i < 3; i++) expect((await post(url, body)).status).toBe(202);
    await expect.poll(() => theta.asked.length).toBe(5);
    expect(disk.open).toEqual([]);
    expect(asked.history).toEqual(['callback 5', 'edit']);
  });
});

it('with a token too, the commands are registered and the gateway stays closed', async () => {
  const options = { token: 'any', apiUrl: fake.apiUrl, receives: 'http', log } as const;
  const discord = await startDiscord(options, theta, new MemoryJobs());
  expect(fake.commands()).toHaveLength(4);
  expect(discord.ready()).toBe(true);
  expect(fake.gateway.identifies).toEqual([]);
  await discord.stop();
});

it('a public key that is none ends the start', () => {
  const mount = () => mountInteractions(express(), { publicKey: 'abc', log }, theta, new MemoryJobs());
  expect(mount).toThrow('DISCORD_PUBLIC_KEY');
});
