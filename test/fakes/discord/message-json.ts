import type { FakeMessage } from './fake-interaction.ts';

/** A message as the API returns it. */
export function toMessageJson(message: FakeMessage, applicationId: string) {
  return {
    id: message.id,
    type: 20,
    channel_id: message.interaction.payload.channel_id,
    author: {
      id: applicationId,
      username: 'theta',
      discriminator: '0',
      global_name: null,
      avatar: null,
      bot: true,
    },
    content: message.content,
    timestamp: new Date().toISOString(),
    edited_timestamp: null,
    tts: false,
    mention_everyone: message.pings.includes('everyone'),
    mentions: [],
    mention_roles: [],
    attachments: message.attachments.map(({ filename, description, bytes }, i) => ({
      id: `${message.id.slice(0, -2)}${10 + i}`,
      filename,
      description,
      size: bytes.length,
      url: `https://cdn.discordapp.com/attachments/${filename}`,
      proxy_url: `https://media.discordapp.net/attachments/${filename}`,
    })),
    embeds: message.embeds,
    pinned: false,
    flags: message.flags,
    components: message.components,
    application_id: applicationId,
    webhook_id: applicationId,
  };
}
