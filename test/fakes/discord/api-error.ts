/** What Discord's REST API answers in place of a result. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: unknown;

  constructor(status: number, code: number, message: string, errors?: unknown) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

export const unknownInteraction = () => new ApiError(404, 10062, 'Unknown interaction');
export const unknownWebhook = () => new ApiError(404, 10015, 'Unknown Webhook');
export const unknownMessage = () => new ApiError(404, 10008, 'Unknown Message');
export const expiredToken = () => new ApiError(401, 50027, 'Invalid Webhook Token');
export const alreadyAcknowledged = () =>
  new ApiError(400, 40060, 'Interaction has already been acknowledged.');
export const emptyMessage = () => new ApiError(400, 50006, 'Cannot send an empty message');

/** Discord's answer to a form that breaks its rules; `faults` name the places. */
export function invalidForm(faults: readonly string[]): ApiError {
  const errors = { _errors: faults.map((message) => ({ code: 'FAKE_RULE', message })) };
  return new ApiError(400, 50035, `Invalid Form Body: ${faults.join('; ')}`, errors);
}
