/** What Slack takes in one message, in characters as JavaScript counts them. */
export const LIMITS = {
  /** All blocks together: Slack refuses a message at about 13,200 (`msg_blocks_too_long`). */
  words: 12_000,
  /** One rich text block. Slack names no limit for it; a section's is 3,000. */
  richText: 3_000,
  /** In one row of actions. */
  buttons: 25,
  buttonText: 75,
  buttonValue: 2_000,
  altText: 2_000,
  /** The line that says who asked. The limit is ours: it is a caption. */
  asked: 150,
  /** What stands in for the blocks in notifications and for screen readers; Slack advises at most 4,000. */
  fallback: 3_500,
} as const;
