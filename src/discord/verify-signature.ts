import { createPublicKey, verify } from 'node:crypto';
import { UsageError } from '../usage-error.ts';

const OLDEST_MS = 5 * 60_000;

/** What came with a request; nothing about it is certain yet. */
export interface Signed {
  /** `X-Signature-Ed25519`: 128 hexadecimal digits. */
  readonly signature: string | undefined;
  /** `X-Signature-Timestamp`: epoch seconds. */
  readonly timestamp: string | undefined;
  readonly body: Buffer;
}

/**
 * Tells what Discord signed from what somebody else sent, or sends again more than five minutes later.
 * @param publicKey the application's, 64 hexadecimal digits
 * @throws UsageError for anything else
 */
export function createVerifier(publicKey: string): (signed: Signed) => boolean {
  if (!/^[\da-f]{64}$/i.test(publicKey))
    throw new UsageError('DISCORD_PUBLIC_KEY is not a public key: copy it anew from “General Information”');
  const x = Buffer.from(publicKey, 'hex').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return ({ signature = '', timestamp = '', body }) => {
    if (!/^[\da-f]{128}$/i.test(signature) || !/^\d{1,12}$/.test(timestamp)) return false;
    if (Math.abs(Date.now() - Number(timestamp) * 1000) > OLDEST_MS) return false;
    return verify(null, Buffer.concat([Buffer.from(timestamp), body]), key, Buffer.from(signature, 'hex'));
  };
}
