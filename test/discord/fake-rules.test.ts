import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { checkCommands } from '../fakes/discord/check-commands.ts';
import { checkMessage, findPings, type MessageBody } from '../fakes/discord/check-message.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/fake-discord.ts';
import type { FakeInteraction } from '../fakes/discord/fake-interaction.ts';

/** A fake proves only what it would refuse. */
const text = (content: string) => ({ type: 10, content });
const button = (custom_id: string) => ({ type: 2, style: 2, label: 'Go', custom_id });
const row = (...ids: string[]) => ({ type: 1, components: ids.map(button) });
const V2 = 1 << 15;

describe('the fake refuses a message', () => {
  const refused: [why: string, body: MessageBody, says: string | RegExp][] = [
    ['with nothing in it', {}, 'empty message'],
    ['with 2,001 characters', { content: 'x'.repeat(2001) }, 'content'],
    [
      'with embeds over 6,000',
      { embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2001) }] },
      'over 6000',
    ],
    ['with six buttons in a row', { content: 'x', components: [row(...'abcdef')] }, 'components'],
    ['with six rows', { content: 'x', components: [...'abcdef'].map((id) => row(id)) }, 'over 5'],
    ['with an id twice', { content: 'x', components: [row('a'), row('a')] }, 'repeated'],
    ['with content beside components v2', { content: 'x', flags: V2, components: [text('x')] }, 'content'],
    [
      'with over 4,000 characters of text',
      { flags: V2, components: [text('x'.repeat(3000)), text('x'.repeat(1001))] },
      'over 4000',
    ],
    [
      'with over 40 components',
      { flags: V2, components: [...Array(9)].map((_, i) => row(...[0, 1, 2, 3, 4].map((j) => `${i}${j}`))) },
      'over 40',
    ],
    ['with components v2 unannounced', { components: [text('x')] }, 'without components v2'],
    [
      'with a picture that was not sent',
      { flags: V2, components: [{ type: 12, items: [{ media: { url: 'attachment://a.png' } }] }] },
      'no such file',
    ],
  ];
  it.each(refused)('%s', (_, body, says) => {
    expect(() => checkMessage('callback', body, [])).toThrow(says);
  });

  it('that edits itself into a secret', () => {
    expect(() => checkMessage('edit', { content: 'x', flags: 64 }, [])).toThrow('flags');
  });
});

it('the fake knows whom a message pings', () => {
  const body = { content: '@everyone <@1> <@&2>', components: [] };
  expect(findPings(body)).toEqual(['everyone', '1', '2']);
  expect(findPings({ ...body, allowed_mentions: { parse: [] } })).toEqual([]);
  expect(findPings({ ...body, allowed_mentions: { parse: [], users: ['1'] } })).toEqual(['1']);
});

describe('the fake refuses a command', () => {
  const option = (name: string, more = {}) => ({ type: 3, name, description: 'd', ...more });
  it.each([
    ['with a capital letter', [{ name: 'Train', description: 'd' }], 'malformed'],
    ['without a description', [{ name: 'train' }], 'description required'],
    [
      'twice',
      [
        { name: 'a', description: 'd' },
        { name: 'a', description: 'd' },
      ],
      'repeated',
    ],
    [
      'with a required option after another',
      [{ name: 'a', description: 'd', options: [option('b'), option('c', { required: true })] }],
      'required after',
    ],
    ['that is too long', [{ name: 'a', description: 'd'.repeat(101) }], 'description'],
  ])('%s', (_, commands, says) => {
    expect(() => checkCommands(commands)).toThrow(says);
  });
});

/** A bare gateway client that identifies itself when told, and keeps the ops that come. */
async function connect(fake: FakeDiscord, shard = [0, 1]) {
  const socket = new WebSocket(fake.apiUrl.replace('http', 'ws').replace('/api', '/gateway'));
  const ops: number[] = [];
  socket.onmessage = ({ data }) => ops.push(JSON.parse(String(data)).op);
  await new Promise<void>((resolve) => {
    socket.onopen = () => resolve();
  });
  const identify = () => socket.send(JSON.stringify({ op: 2, d: { token: 't', intents: 0, shard } }));
  return { ops, identify };
}

describe('the fake keeps Discord’s pace', () => {
  let fake: FakeDiscord;
  afterEach(() => fake.close());

  it('an identify within five seconds of another ends in an invalid session', async () => {
    fake = await startFakeDiscord({ maxConcurrency: 2 });
    const clients = [await connect(fake, [0, 4]), await connect(fake, [1, 4]), await connect(fake, [2, 4])];
    for (const { identify, ops } of clients) {
      identify();
      await expect.poll(() => ops).toHaveLength(2);
    }
    expect(clients.map(({ ops }) => ops)).toEqual([
      [10, 0],
      [10, 0],
      [10, 9],
    ]);
    expect(fake.breaches).toEqual([expect.stringContaining('shard 2 identified itself')]);
  });

  it('five requests in two seconds to one webhook', async () => {
    fake = await startFakeDiscord();
    const statuses: number[] = [];
    for (let i = 0; i < 7; i++) {
      const path = `/v10/webhooks/${fake.applicationId}/${i < 6 ? 'token' : 'another'}`;
      statuses.push((await fetch(fake.apiUrl + path, { method: 'POST' })).status);
    }
    expect(statuses).toEqual([404, 404, 404, 404, 404, 429, 404]);
    expect(fake.invalidRequests).toBe(1);
  });
});

describe('the fake keeps Discord’s time', () => {
  let fake: FakeDiscord;
  let now = Date.now();
  let asked: FakeInteraction;

  beforeEach(async () => {
    fake = await startFakeDiscord({ now: () => now });
    (await connect(fake)).identify();
    await fake.ready();
    asked = fake.command('faq');
  });
  afterEach(() => fake.close());

  async function send(method: string, path: string, body: unknown): Promise<number> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${fake.apiUrl}/v10${path}`, {
      method,
      headers,
      body: JSON.stringify(body),
    });
    return response.status === 204 ? 0 : ((await response.json()) as { code: number }).code;
  }
  const callback = () => send('POST', `/interactions/${asked.id}/${asked.token}/callback`, { type: 5 });
  const edit = () =>
    send('PATCH', `/webhooks/${fake.applicationId}/${asked.token}/messages/@original`, { content: 'late' });

  it('one acknowledgement within 3 s', async () => {
    expect(await edit()).toBe(10015);
    now += 3001;
    expect(await callback()).toBe(10062);
    now -= 1000;
    expect(await callback()).toBe(0);
    expect(await callback()).toBe(40060);
  });

  it('15 minutes for the answer', async () => {
    await callback();
    now += 15 * 60_000 + 1;
    expect(await edit()).toBe(50027);
    now -= 60_000;
    expect(await edit()).toBeUndefined();
    expect((await asked.message()).text).toBe('late');
  });
});
