import { readFile } from 'node:fs/promises';

/** What the image sets itself: nobody else need. */
export const OF_THE_IMAGE = ['HOST', 'PORT', 'DATA_DIR'];

/** Values that pass as settings, for those that an example leaves to be filled in. */
export const FILLED_IN: Readonly<Record<string, string>> = {
  DATABASE_URL: 'postgres://theta:secret@postgres:5432/theta',
  DISCORD_TOKEN: 'token',
  DISCORD_PUBLIC_KEY: '0123456789abcdef'.repeat(4),
  SLACK_SIGNING_SECRET: 'secret',
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 'secret',
  SLACK_STATE_SECRET: 'secret',
  SLACK_TOKEN_KEYS: Buffer.alloc(32).toString('base64'),
};

/** The names of all settings, as src/config.ts declares them. */
export async function settingNames(): Promise<string[]> {
  const source = await readFile('src/config.ts', 'utf8');
  const names = [...source.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name = '']) => name);
  if (names.length < 15) throw new Error('src/config.ts declares its settings in another form');
  return names;
}
