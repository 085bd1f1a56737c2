/** Something that whoever starts Theta can mend: settings, arguments, a taken port. Its message says how. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}
