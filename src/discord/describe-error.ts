/** An error for the log, without what discord.js attaches to it: addresses with tokens, and whole messages. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message } = error;
  const facts = Object.fromEntries(
    ['code', 'status', 'method'].flatMap((key) => (key in error ? [[key, error[key as never]]] : [])),
  );
  return { name, message, ...facts };
}
