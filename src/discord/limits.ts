/** What Discord takes at most, in characters unless a name says otherwise. */
export const LIMITS = {
  commands: 100,
  options: 25,
  name: 32,
  description: 100,
  /** All names and descriptions of one command together. */
  command: 8000,
  /** What an option of type string may take. */
  string: 6000,
  /** Room for a number or a word in its place, and for what is typed wrongly. */
  word: 100,
  suggestions: 25,
  suggestion: 100,
  /** Components of one message, nested ones included. */
  components: 40,
  /** All text displays of one message together. */
  text: 4000,
  buttonsPerRow: 5,
  buttonLabel: 80,
  buttonId: 100,
  imagesPerGallery: 10,
  altText: 1024,
} as const;

/** From the interaction to the first answer, and from then on: Discord's bounds with a margin for the way. */
export const PATIENCE = {
  /** How long the database may take to tell whether a press was pressed before. */
  claimMs: 500,
  /** Where an answer takes longer than this, the interaction is deferred meanwhile. */
  deferMs: 1000,
  /** How long a deferral waits until its job is on disk. */
  keepMs: 500,
  acknowledgeMs: 2900,
  /** By then a deferral has landed, or never will. */
  landMs: 5000,
  /** How long an answer tries to arrive with its pictures before it goes out without. */
  picturesMs: 20_000,
  answerMs: 14 * 60_000,
} as const;

/** At most `limit` UTF-16 units: what is longer ends in "…", and no character is cut in two. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
