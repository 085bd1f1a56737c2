import { describe, expect, it } from 'vitest';
import { createSeal, SealBroken } from '../../src/slack/seal.ts';

const [OLD, NEW] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64'));

describe('createSeal', () => {
  it('opens what it sealed, about the same thing alone', () => {
    const { seal, open } = createSeal(NEW!);
    const sealed = seal('xoxb-secret ŷ', 'T1');
    expect(sealed).toMatch(/^[0-9a-f]{8}\.[\w-]+$/);
    expect(seal('xoxb-secret ŷ', 'T1')).not.toBe(sealed);
    expect(open(sealed, 'T1')).toEqual({ words: 'xoxb-secret ŷ', byOldKey: false });
    expect(() => open(sealed, 'T2')).toThrow(SealBroken);
  });

  it('refuses whatever was changed, at every place of it', () => {
    const { seal, open } = createSeal(NEW!);
    const sealed = seal('xoxb-secret', 'T1');
    for (let i = 0; i < sealed.length; i++) {
      const changed = sealed.slice(0, i) + (sealed[i] === 'a' ? 'b' : 'a') + sealed.slice(i + 1);
      // The last digit holds bits that mean nothing.
      if (Buffer.from(changed.slice(9), 'base64url').equals(Buffer.from(sealed.slice(9), 'base64url'))) {
        if (changed.startsWith(sealed.slice(0, 9))) continue;
      }
      expect(() => open(changed, 'T1'), changed).toThrow(SealBroken);
    }
    for (const cut of ['', '.', sealed.slice(0, 9), sealed.slice(0, 20), sealed.slice(0, -4)])
      expect(() => open(cut, 'T1'), cut).toThrow(SealBroken);
  });

  it('opens with every key and seals with the first', () => {
    const before = createSeal(OLD!).seal('words', 'T1');
    const both = createSeal(`${NEW}, ${OLD}`);
    expect(both.open(before, 'T1')).toEqual({ words: 'words', byOldKey: true });
    expect(createSeal(NEW!).open(both.seal('words', 'T1'), 'T1').byOldKey).toBe(false);
    expect(() => createSeal(NEW!).open(before, 'T1')).toThrow(/sealed with the key “[0-9a-f]{8}”/);
  });

  it.each(['', 'short', Buffer.alloc(16).toString('base64'), `${NEW},`, NEW!.slice(0, -1)])(
    'takes no key like %j, and does not repeat it',
    (keys) => {
      expect(() => createSeal(keys)).toThrow(/^SLACK_TOKEN_KEYS takes keys of 32 bytes in base64: openssl/);
    },
  );
});
