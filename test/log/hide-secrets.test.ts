import { describe, expect, it } from 'vitest';
import { findSecrets, forgetSecrets } from '../../src/log/find-secrets.ts';
import { hideSecrets } from '../../src/log/hide-secrets.ts';

// Made here, so that no file holds anything that looks like a secret.
const word = (length: number) => 'aB3-_xYz9'.repeat(12).slice(0, length);
const discordToken = `M${word(25)}.${word(6)}.${word(38)}`;

describe('hideSecrets', () => {
  it.each([
    ['a Slack token', `refused xoxb-${word(40)}.`, 'refused [secret]'],
    ['an app token in JSON', `{"token":"xapp-1-${word(30)}"}`, '{"token":"[secret]"}'],
    ['a token that rotates', `xoxe.xoxp-1-${word(40)}`, '[secret]'],
    [
      'a response URL',
      `POST "https://hooks.slack.com/commands/T1/2/${word(20)}" failed`,
      'POST "[secret]" failed',
    ],
    [
      'a socket’s ticket',
      `wss://wss.slack.com/link/?ticket=${word(30)}&app_id=1`,
      'wss://wss.slack.com/link/?ticket=[secret]&app_id=1',
    ],
    ['a Discord token', `token ${discordToken} refused`, 'token [secret] refused'],
    ['an interaction', `/interactions/123456/${word(80)}/callback`, '/interactions/123456/[secret]/callback'],
    [
      'a webhook',
      `https://discord.com/api/v10/webhooks/123/${word(80)}/messages`,
      'https://discord.com/api/v10/webhooks/123/[secret]/messages',
    ],
    [
      'a password in an address',
      'postgres://theta:hunter2@db:5432/theta',
      'postgres://theta:[secret]@db:5432/theta',
    ],
    ['a header', '{"authorization":"Bot abc.def"}', '{"authorization":"Bot [secret]"}'],
  ])('%s', (_name, text, hidden) => {
    expect(hideSecrets([])(text)).toBe(hidden);
  });

  it('hides what it is told, whole, also where one secret is part of another', () => {
    const hide = hideSecrets(['hush', 'hush-hush', 'pa"ss\\w']);
    expect(hide('hush-hush hush')).toBe('[secret] [secret]');
    expect(hide(JSON.stringify({ a: 'pa"ss\\w' }))).toBe('{"a":"[secret]"}');
  });

  it('leaves other words alone, however long', () => {
    const hide = hideSecrets([]);
    const line = JSON.stringify({
      url: 'http://127.0.0.1:3000',
      id: 'discord:1573…',
      at: '12:30',
      mail: 'a:b@c',
    });
    expect(hide(line)).toBe(line);
    for (const part of ['a', 'a.', '://', ':', 'x-', 'webhooks/1/', '"']) {
      const long = part.repeat(100_000 / part.length);
      const began = performance.now();
      expect(hide(long)).toBe(long);
      expect(performance.now() - began).toBeLessThan(2000);
    }
  });
});

describe('findSecrets', () => {
  const environment = {
    DISCORD_TOKEN: 'discord-hush',
    SLACK_TOKEN_KEYS: 'first-key, second-key',
    DATABASE_URL: 'postgres://theta:p%40ssword@db/theta',
    PGPASSWORD: 'postgres-hush',
    EMPTY_TOKEN: '',
    SHORT_TOKEN: 'abc',
    TOKENIZERS_PARALLELISM: 'everywhere',
    HOST: '127.0.0.1',
  };

  it('knows them by their names, and passwords in addresses', () => {
    expect(findSecrets(environment).toSorted()).toEqual(
      [
        'discord-hush',
        'first-key',
        'first-key, second-key',
        'p%40ssword',
        'p@ssword',
        'postgres-hush',
        'second-key',
      ].toSorted(),
    );
  });

  it('forgets those that only Theta reads', () => {
    const left: Record<string, string | undefined> = { ...environment };
    forgetSecrets(left);
    expect(Object.keys(left)).toEqual([
      'PGPASSWORD',
      'EMPTY_TOKEN',
      'SHORT_TOKEN',
      'TOKENIZERS_PARALLELISM',
      'HOST',
    ]);
  });
});
