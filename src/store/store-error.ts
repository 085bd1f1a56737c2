/** The database can't be opened. The message says why and what to check, and carries no secret. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
