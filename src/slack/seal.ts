import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { UsageError } from '../usage-error.ts';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals words at rest. `about` is bound to them: what was sealed about one thing can't be passed off for another. */
export interface Seal {
  /** With the newest key: `<key id>.<nonce, tag and ciphertext in base64url>`. */
  seal(words: string, about: string): string;
  /** @throws SealBroken */
  open(sealed: string, about: string): { readonly words: string; readonly byOldKey: boolean };
}

/** Sealed with a key that isn't there, or changed since. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

/**
 * @param keys one or several keys of 32 bytes in base64, comma-separated: the first seals, all open
 * @throws UsageError for anything else
 */
export function createSeal(keys: string): Seal {
  const byId = new Map(keys.split(',').map((words) => describeKey(words.trim())));
  const [newest] = byId;
  const [newestId, newestKey] = newest!;
  return {
    seal(words, about) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, newestKey, nonce).setAAD(Buffer.from(about));
      const hidden = Buffer.concat([cipher.update(words, 'utf8'), cipher.final()]);
      return `${newestId}.${Buffer.concat([nonce, cipher.getAuthTag(), hidden]).toString('base64url')}`;
    },
    open(sealed, about) {
      const [id = '', packed = ''] = sealed.split('.');
      const key = byId.get(id);
      if (!key) throw new SealBroken(`${about} was sealed with the key “${id}”, which isn’t there any more`);
      const bytes = Buffer.from(packed, 'base64url');
      const [nonce, tag, hidden] = split(bytes, NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
      try {
        const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
        decipher.setAAD(Buffer.from(about)).setAuthTag(tag);
        const words = Buffer.concat([decipher.update(hidden), decipher.final()]).toString('utf8');
        return { words, byOldKey: id !== newestId };
      } catch {
        throw new SealBroken(`what was sealed about ${about} has been changed`);
      }
    },
  };
}

/** A key's id says nothing about the key, and is the same in every process. */
function describeKey(words: string): [id: string, key: Buffer] {
  const key = Buffer.from(words, 'base64');
  if (key.length !== KEY_BYTES || key.toString('base64') !== words)
    throw new UsageError('SLACK_TOKEN_KEYS takes keys of 32 bytes in base64: openssl rand -base64 32');
  return [createHash('sha256').update(key).digest('hex').slice(0, 8), key];
}

function split(bytes: Buffer, first: number, second: number): [Buffer, Buffer, Buffer] {
  return [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)];
}
