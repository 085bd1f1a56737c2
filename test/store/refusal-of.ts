import { expect } from 'vitest';
import { UsageError } from '../../src/usage-error.ts';

/** What whoever runs Theta is told: one line, without the secret. */
export async function refusalOf(promise: Promise<unknown>, secret: string): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UsageError);
  const { message } = error as UsageError;
  expect(message).not.toContain('\n');
  expect(message).not.toContain(secret);
  return message;
}
