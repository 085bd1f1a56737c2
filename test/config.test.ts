import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';

describe('readConfig', () => {
  it('needs nothing', () => {
    expect(readConfig({})).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 3000,
      DATA_DIR: './data',
      TF_BACKEND: 'auto',
    });
    expect(readConfig({ DISCORD_TOKEN: '', PORT: ' ' })).toMatchObject({ PORT: 3000 });
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });

  it('lists every fault at once and shows no value', () => {
    const environment = {
      PORT: 'door',
      DATABASE_URL: 'mysql://secret@host',
      SLACK_BOT_TOKEN: 'wrong-secret',
      TF_BACKEND: 'gpu-secret',
      DISCORD_GUILD_ID: 'my server secret',
    };
    let message = '';
    try {
      readConfig(environment);
    } catch (error) {
      message = (error as Error).message;
    }
    for (const name of Object.keys(environment)) expect(message).toContain(name);
    expect(message).not.toMatch(/secret@|wrong-secret|gpu-secret|my server/);
  });

  it('wants Slack’s settings together', () => {
    expect(() => readConfig({ SLACK_BOT_TOKEN: 'xoxb-1' })).toThrow('SLACK_APP_TOKEN');
    expect(() => readConfig({ SLACK_APP_TOKEN: 'xapp-1' })).toThrow('SLACK_BOT_TOKEN');
    expect(readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }).SLACK_API_URL).toBe(
      'https://slack.com/api/',
    );
  });
});
