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

  it('reads which shards are its own', () => {
    const read = (shards: string) =>
      readConfig({ DISCORD_TOKEN: 'a', DISCORD_SHARDS: shards }).DISCORD_SHARDS;
    expect(read('2-3/8')).toEqual({ ids: [2, 3], total: 8 });
    expect(read('0/1')).toEqual({ ids: [0], total: 1 });
    for (const wrong of ['4/4', '3-2/8', 'all', '1/'])
      expect(() => read(wrong)).toThrow('DISCORD_SHARDS is not like 0-3/8');
    expect(() => readConfig({ DISCORD_SHARDS: '0/1' })).toThrow('DISCORD_TOKEN must go with DISCORD_SHARDS');
  });

  it('wants PostgreSQL for processes that share the work', () => {
    expect(() => readConfig({ THETA_ROLE: 'worker' })).toThrow('DATABASE_URL must go with THETA_ROLE=worker');
    const chat = { THETA_ROLE: 'chat', DATABASE_URL: 'postgres://a@b/c' };
    expect(() => readConfig(chat)).toThrow('THETA_ROLE=chat needs the settings of every platform');
    expect(readConfig({ ...chat, DISCORD_TOKEN: 'a' }).THETA_ROLE).toBe('chat');
  });

  it('wants all settings for many Slack workspaces', () => {
    const oauth = { SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 's', SLACK_STATE_SECRET: 't' };
    expect(() => readConfig(oauth)).toThrow('SLACK_TOKEN_KEYS, SLACK_SIGNING_SECRET must go with');
    const whole = { ...oauth, SLACK_SIGNING_SECRET: 'u', SLACK_TOKEN_KEYS: 'v' };
    expect(readConfig(whole)).toMatchObject(whole);
    expect(() => readConfig({ ...whole, SLACK_BOT_TOKEN: 'xoxb-1' })).toThrow('for one workspace');
  });

  it('wants Slack’s settings together', () => {
    expect(() => readConfig({ SLACK_BOT_TOKEN: 'xoxb-1' })).toThrow('SLACK_APP_TOKEN');
    expect(() => readConfig({ SLACK_APP_TOKEN: 'xapp-1' })).toThrow('SLACK_BOT_TOKEN');
    expect(readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }).SLACK_API_URL).toBe(
      'https://slack.com/api/',
    );
  });
});
