/** What Theta may do in a workspace. */
export const SCOPES = [
  'commands',
  'chat:write', // answers
  'app_mentions:read', // @theta train …
  'im:history', // direct messages to the bot
  'files:write', // pictures …
  'files:read', // … and whether Slack has processed them
  'users:read', // the asker's language and name
];
