import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkMachine } from '../../src/checkup/check-machine.ts';
import { checkPort } from '../../src/checkup/check-port.ts';
import { freePort } from '../postgres.ts';
import { collect } from './collect.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'theta-machine-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the machine', () => {
  const check = (changes: object, locale: 'en' | 'zh' = 'en') =>
    collect(checkMachine({ nodeVersion: '20.20.0', dataDir: folder, ...changes }, locale));

  it('is well, also where DATA_DIR is still to be made, which it does not do', async () => {
    const dataDir = join(folder, 'to', 'be', 'made');
    expect(await check({ dataDir })).toEqual([
      '✔ Node.js 20.20.0.',
      expect.stringMatching(/^✔ DATA_DIR \(.*made\) can be written to, with \d+ MB free\.$/),
    ]);
    expect(await readdir(folder)).toEqual([]);
    expect(await check({ dataDir: undefined })).toHaveLength(1);
  });

  it.each(['18.20.8', '20.9.0', '20.19.9'])('needs a newer Node than %s', async (nodeVersion) => {
    expect((await check({ nodeVersion }))[0]).toMatch(/^✘ Node.js .* is too old\. Install 20\.20 or newer/);
  });
  it.each(['20.20.2', '22.0.0', '26.1.0'])('takes Node %s', async (nodeVersion) => {
    expect((await check({ nodeVersion }, 'zh'))[0]).toBe(`✔ Node.js ${nodeVersion}。`);
  });

  it('tells of a full disk before it is full', async () => {
    expect((await check({ freeSpace: async () => 150e6 }))[1]).toMatch(
      /^⚠ Only 150 MB are left .* Make room/,
    );
    expect((await check({ freeSpace: async () => 5e6 }))[1]).toMatch(/^✘ Hardly any room .*: 5 MB\. Delete/);
  });

  it('tells of a DATA_DIR that can’t be written to', async () => {
    await writeFile(join(folder, 'file'), '');
    for (const dataDir of [join(folder, 'file'), join(folder, 'file', 'below')]) {
      expect((await check({ dataDir }))[1]).toMatch(/^✘ DATA_DIR .* can’t be written to\. Let/);
    }
    // Root may write everywhere, but not here.
    expect((await check({ dataDir: '/proc/theta' }))[1]).toMatch(/^✘/);
  });
});

describe('the port', () => {
  const check = (port: number, host = '127.0.0.1') => collect(checkPort(port, host, 'en'));

  it('is free', async () => {
    const port = await freePort();
    expect(await check(port)).toEqual([`✔ Port ${port} is free.`]);
    expect(await check(port), 'and is so still').toEqual([`✔ Port ${port} is free.`]);
    expect(await check(0)).toEqual(['✔ PORT=0: the start takes any free port.']);
  });

  it.each(['127.0.0.1', '0.0.0.0', '::1', '::'])('may be Theta’s own, on %s', async (host) => {
    const theta = createHttpServer((_, response) => void response.end('{"ok":true,"backend":"wasm"}'));
    await once(theta.listen(0, host), 'listening');
    const { port } = theta.address() as AddressInfo;
    expect(await check(port, host)).toEqual([`✔ Port ${port}: Theta is running there.`]);
    theta.closeAllConnections();
    theta.close();
  });

  it('may be another program’s', async () => {
    for (const other of [
      createHttpServer((_, response) => void response.end('{"status":"UP"}')),
      createServer((socket) => void socket.end('SSH-2.0-x\r\n')),
    ]) {
      await once(other.listen(0, '127.0.0.1'), 'listening');
      const { port } = other.address() as AddressInfo;
      expect(await check(port)).toEqual([
        expect.stringMatching(/^✘ Port \d+ is taken by another program\. Set PORT/),
      ]);
      other.close();
    }
  });

  it('needs a HOST of this machine', async () => {
    expect(await check(await freePort(), '192.0.2.1')).toEqual([
      expect.stringMatching(/^✘ HOST \(192\.0\.2\.1\)/),
    ]);
  });
});
