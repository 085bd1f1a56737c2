import { ComponentType } from 'discord.js';
import { readMarkdown } from '../../test/discord/read-markdown.ts';
import type { Component } from '../../test/fakes/discord/check-message.ts';
import type { FakeMessage } from '../../test/fakes/discord/fake-interaction.ts';
import { avatar, clock, escapeHtml, imageToHtml, spansToHtml, toPage } from './html.ts';

/** A message as Discord's dark theme shows it, under the line that says who used which command. */
export function previewDiscord(message: FakeMessage): Promise<string> {
  const { member, data } = message.interaction.payload as {
    member: { user: { username: string } };
    data: { name: string };
  };
  const components = message.components.map((component) => componentToHtml(component, message));
  return toPage(
    'discord',
    `<div class="used"><i></i><b>${escapeHtml(member.user.username)}</b> used <em>/${escapeHtml(data.name)}</em></div>
    <article>${avatar}
      <header><b>Theta</b><span class="app">APP</span><time>${clock()}</time></header>
      ${components.join('')}
    </article>`,
  );
}

/** @throws Error for what this preview doesn't know: nothing is left out of a picture unnoticed */
function componentToHtml(component: Component, message: FakeMessage): string {
  switch (component.type) {
    case ComponentType.TextDisplay: {
      const { spans, active } = readMarkdown(component.content ?? '');
      if (active.length > 0) throw new Error(`no preview for Markdown of these kinds: ${active}`);
      return `<p>${spansToHtml(spans)}</p>`;
    }
    case ComponentType.MediaGallery:
      return (component.items ?? []).map(({ media }) => imageToHtml(findFile(media.url, message))).join('');
    case ComponentType.ActionRow: {
      const buttons = (component.components ?? []).map(({ label = '' }) => escapeHtml(label));
      return `<nav>${buttons.map((label) => `<button>${label}</button>`).join('')}</nav>`;
    }
    default:
      throw new Error(`no preview for Discord's component ${component.type}`);
  }
}

function findFile(url: string, { attachments }: FakeMessage): Uint8Array {
  const file = attachments.find(({ filename }) => url === `attachment://${filename}`);
  if (!file) throw new Error(`no file for ${url}`);
  return file.bytes;
}
