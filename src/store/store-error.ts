import { UsageError } from '../usage-error.ts';

/** The database can't be opened. The message says why and what to check, and carries no secret. */
export class StoreError extends UsageError {
  override readonly name = 'StoreError';
}
