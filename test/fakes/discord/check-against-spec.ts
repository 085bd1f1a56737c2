import type { Schema } from 'discord-api-spec/zod';
import { invalidForm } from './api-error.ts';

/**
 * Holds a request against one of Discord's official schemas.
 * @throws ApiError 50035 naming the places
 */
export function checkAgainstSpec(schema: Schema, value: unknown): void {
  const result = schema.safeParse(value);
  if (result.success) return;
  throw invalidForm(
    result.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`),
  );
}
