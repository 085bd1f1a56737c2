import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const TOKEN = 'xoxb-hush-0123456789';
const PASSWORD = 'p4ss,w0rd';
const DATABASE_URL = `postgres://theta:${encodeURIComponent(PASSWORD)}@127.0.0.1:5432/theta`;
const folder = mkdtempSync(join(tmpdir(), 'theta-crash-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A program that starts as Theta does, then goes wrong. */
function crash(wrong: string, flags: readonly string[] = []) {
  const program = `
    import { createLog } from './src/log/create-log.ts';
    import { endOnCrash } from './src/log/end-on-crash.ts';
    import { findSecrets, forgetSecrets } from './src/log/find-secrets.ts';
    endOnCrash(createLog('info', findSecrets(process.env)));
    const { SLACK_BOT_TOKEN: token, DATABASE_URL: url } = process.env;
    forgetSecrets(process.env);
    ${wrong}`;
  return spawnSync(
    process.execPath,
    [...flags, `--report-directory=${folder}`, '--import', 'tsx', '--input-type=module', '-e', program],
    { encoding: 'utf8', env: { PATH: process.env.PATH, SLACK_BOT_TOKEN: TOKEN, DATABASE_URL } },
  );
}
const secrets = [TOKEN, PASSWORD, encodeURIComponent(PASSWORD)];

describe('what nobody catches', () => {
  it.each([
    ['an error', 'throw new Error(token + url);'],
    ['an error later', 'setTimeout(() => { throw new Error(token + url); });'],
    [
      'a rejection',
      'Promise.reject(new Error(token, { cause: new Error(url) })); setTimeout(() => {}, 1000);',
    ],
    [
      'an error with a request on it',
      'throw Object.assign(new Error(token), { request: { headers: { token } }, url });',
    ],
    ['a rejection with no error', 'Promise.reject({ token, url }); setTimeout(() => {}, 1000);'],
    ['a string', 'throw token + url;'],
    [
      'an error in a listener',
      "process.nextTick(() => process.emit('x')); process.on('x', () => { throw new TypeError(url); });",
    ],
  ])('%s is one line of the log, without secrets, and ends the process', (_name, wrong) => {
    const { status, stdout, stderr } = crash(wrong);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    const line = JSON.parse(stderr);
    expect(line).toMatchObject({
      level: 60,
      origin: expect.stringMatching(/^uncaughtException|unhandledRejection$/),
    });
    for (const secret of secrets) expect(stderr).not.toContain(secret);
  });

  it('leaves a report without our secrets, where somebody wants reports', () => {
    const flags = ['--report-uncaught-exception', '--report-on-fatalerror', '--report-on-signal'];
    crash("process.report.writeReport('asked.json'); throw new Error(token);", flags);
    const reports = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(reports.length).toBeGreaterThan(0);
    for (const report of reports) {
      expect(report).toContain('"javascriptHeap"');
      for (const secret of secrets) expect(report).not.toContain(secret);
    }
  });
});
