import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { loadCommands } from '../../src/command/load-commands.ts';
import { createManifest, parseManifestArguments } from '../../src/slack/manifest.ts';

const schema = JSON.parse(
  readFileSync(new URL('../fakes/slack/manifest-schema.json', import.meta.url), 'utf8'),
);
const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
const validate = ajv.compile(schema);
const commands = await loadCommands();

describe('createManifest', () => {
  it.each([[{}], [{ url: 'https://theta.example.org' }]])('fits Slack’s schema with %j', (args) => {
    validate(createManifest({ commands, prefix: 'theta-' }, args));
    expect(validate.errors).toBeNull();
  });

  it('has every command, under its prefix, with what to type', () => {
    const { slash_commands } = createManifest({ commands, prefix: 'ml-' }).features;
    expect(slash_commands.map(({ command }) => command)).toEqual(commands.map(({ name }) => `/ml-${name}`));
    const train = slash_commands.find(({ command }) => command === '/ml-train');
    expect(train).toMatchObject({ usage_hint: expect.stringMatching(/^\[epochs:1000\] \[lr:0\.01\] /) });
    expect(train).not.toHaveProperty('url');
  });

  it('uses Socket Mode, or with an address one signed endpoint for everything, and OAuth', () => {
    expect(createManifest({ commands, prefix: '' }).settings).toMatchObject({
      socket_mode_enabled: true,
      event_subscriptions: { bot_events: ['app_mention', 'message.im'] },
      interactivity: { is_enabled: true },
    });
    const { settings, features, oauth_config } = createManifest(
      { commands, prefix: '' },
      { url: 'https://theta.example.org/' },
    );
    const request_url = 'https://theta.example.org/slack/events';
    expect(oauth_config.redirect_urls).toEqual(['https://theta.example.org/slack/oauth_redirect']);
    expect(settings).toMatchObject({
      socket_mode_enabled: false,
      event_subscriptions: {
        request_url,
        bot_events: ['app_mention', 'message.im', 'app_uninstalled', 'tokens_revoked'],
      },
      interactivity: { request_url },
    });
    expect(features.slash_commands).toEqual(features.slash_commands.map((c) => ({ ...c, url: request_url })));
  });

  it.each(['http://theta.example.org', 'theta.example.org', 'ftp://x', ''])('refuses %j clearly', (url) => {
    expect(() => createManifest({ commands, prefix: '' }, { url })).toThrow(/https addresses only/);
  });
});

describe('parseManifestArguments', () => {
  it('takes an address or nothing', () => {
    expect(parseManifestArguments([])).toEqual({});
    expect(parseManifestArguments(['--url', 'https://x.org'])).toEqual({ url: 'https://x.org' });
    expect(() => parseManifestArguments(['--uri', 'https://x.org'])).toThrow('manifest takes --url');
  });
});
