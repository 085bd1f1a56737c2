import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

describe('createLog', () => {
  it('blanks out secrets wherever they stand', () => {
    const program = `
      import { createLog } from './src/log/create-log.ts';
      const log = createLog('info', ['xoxb-hush', '', 'pa"ss\\\\w']);
      log.error({ err: new Error('refused xoxb-hush'), nested: { token: 'xoxb-hush' } }, 'with xoxb-hush and pa"ss\\\\w');`;
    const { stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', program],
      {
        encoding: 'utf8',
      },
    );
    expect(stderr.match(/\[secret\]/g)!.length).toBeGreaterThanOrEqual(3);
    expect(stderr).not.toMatch(/hush|pa\\"ss/);
  });
});
