import {
  IncomingWebhookInteractionRequestSchema,
  IncomingWebhookRequestPartialSchema,
  IncomingWebhookUpdateForInteractionCallbackRequestPartialSchema,
} from 'discord-api-spec/zod';
import { emptyMessage, invalidForm } from './api-error.ts';
import { checkAgainstSpec } from './check-against-spec.ts';
import type { Upload } from './read-body.ts';

export const FLAG = { ephemeral: 1 << 6, loading: 1 << 7, componentsV2: 1 << 15 } as const;
const SETTABLE = {
  create: (1 << 2) | FLAG.ephemeral | (1 << 12) | FLAG.componentsV2,
  edit: (1 << 2) | FLAG.componentsV2,
};
const SCHEMA = {
  callback: IncomingWebhookInteractionRequestSchema,
  followup: IncomingWebhookRequestPartialSchema,
  edit: IncomingWebhookUpdateForInteractionCallbackRequestPartialSchema,
};

export interface Component {
  type: number;
  custom_id?: string;
  label?: string;
  style?: number;
  url?: string;
  content?: string;
  components?: Component[];
  accessory?: Component;
  items?: { media: { url: string }; description?: string }[];
  media?: { url: string };
  file?: { url: string };
}
export interface MessageBody {
  content?: string | null;
  embeds?: Record<string, unknown>[] | null;
  components?: Component[] | null;
  attachments?: { id: string | number; filename?: string; description?: string }[] | null;
  allowed_mentions?: AllowedMentions | null;
  flags?: number | null;
}
interface AllowedMentions {
  parse?: string[] | null;
  users?: string[] | null;
  roles?: string[] | null;
}

const TEN_MEBIBYTES = 10 * 1024 * 1024;

/**
 * A message as Discord would take it, by the official schema and by the rules that the schema leaves out.
 * @throws ApiError
 */
export function checkMessage(kind: keyof typeof SCHEMA, body: MessageBody, uploads: readonly Upload[]): void {
  checkAgainstSpec(SCHEMA[kind], body);
  const flags = body.flags ?? 0;
  const faults: string[] = [];
  if (flags & ~SETTABLE[kind === 'edit' ? 'edit' : 'create']) faults.push(`flags ${flags} can't be set here`);
  if (uploads.reduce((sum, { bytes }) => sum + bytes.length, 0) > TEN_MEBIBYTES)
    faults.push('over 10 MiB of files');
  for (const { id } of body.attachments ?? []) {
    if (!uploads.some((upload) => upload.id === String(id))) faults.push(`attachments: no file ${id}`);
  }
  const components = flatten(body.components ?? []);
  const ids = components.flatMap(({ custom_id }) => custom_id ?? []);
  for (const id of ids.filter((id, i) => ids.indexOf(id) !== i)) faults.push(`custom_id ${id} repeated`);
  for (const button of components.filter(({ type }) => type === 2)) faults.push(...checkButton(button));
  faults.push(...checkReferences(body, components, uploads));
  if (flags & FLAG.componentsV2) faults.push(...checkComponentsV2(body, components));
  else faults.push(...checkClassic(body));
  if (faults.length > 0) throw invalidForm(faults);
  const hasWords = (body.content ?? '').trim() !== '' || (body.embeds ?? []).length > 0;
  if (!(flags & FLAG.componentsV2) && !hasWords && uploads.length === 0) throw emptyMessage();
}

/** Whom a message would ping: `everyone`, `here`, user and role ids. */
export function findPings(body: MessageBody): string[] {
  const words = [
    body.content ?? '',
    ...flatten(body.components ?? []).map(({ content }) => content ?? ''),
  ].join('\n');
  const allowed = body.allowed_mentions;
  const isAllowed = (kind: string, id: string, list: string[] | null | undefined) =>
    !allowed || (allowed.parse ?? []).includes(kind) || (list ?? []).includes(id);
  return [
    ...[...words.matchAll(/@(everyone|here)/g)].map((m) => m[1]!).filter(() => isAllowed('everyone', '', [])),
    ...[...words.matchAll(/<@!?(\d+)>/g)]
      .map((m) => m[1]!)
      .filter((id) => isAllowed('users', id, allowed?.users)),
    ...[...words.matchAll(/<@&(\d+)>/g)]
      .map((m) => m[1]!)
      .filter((id) => isAllowed('roles', id, allowed?.roles)),
  ];
}

/** All components, nested ones included. */
export function flatten(components: readonly Component[]): Component[] {
  return components.flatMap((component) => [
    component,
    ...flatten(component.components ?? []),
    ...flatten(component.accessory ? [component.accessory] : []),
  ]);
}

function checkButton({ style, custom_id, url, label }: Component): string[] {
  const faults = [];
  if (style !== 5 && style !== 6 && !custom_id) faults.push('a button needs a custom_id');
  if (style === 5 && !url) faults.push('a link button needs a url');
  if (!label && style !== 6) faults.push('a button needs a label');
  return faults;
}

function checkReferences(
  body: MessageBody,
  components: readonly Component[],
  uploads: readonly Upload[],
): string[] {
  const urls = components.flatMap(({ items, media, file }) =>
    [...(items ?? []).map((item) => item.media.url), media?.url, file?.url].filter(
      (url) => url !== undefined,
    ),
  );
  const embedded = [...JSON.stringify(body.embeds ?? []).matchAll(/"(attachment:\/\/[^"]*)"/g)].map(
    (m) => m[1]!,
  );
  const named = [...urls, ...embedded].filter((url) => url.startsWith('attachment://'));
  const known = new Set(uploads.map(({ filename }) => `attachment://${filename}`));
  const faults = named.filter((url) => !known.has(url)).map((url) => `${url}: no such file`);
  if ((body.flags ?? 0) & FLAG.componentsV2) {
    for (const url of known) if (!named.includes(url)) faults.push(`${url}: uploaded but nowhere shown`);
  }
  return faults;
}

function checkComponentsV2(body: MessageBody, components: readonly Component[]): string[] {
  const faults = [];
  if (body.content) faults.push('content is not allowed with components v2');
  if (body.embeds?.length) faults.push('embeds are not allowed with components v2');
  if (components.length === 0) faults.push('components are required');
  if (components.length > 40) faults.push(`${components.length} components, over 40`);
  const text = components.reduce(
    (sum, { type, content }) => sum + (type === 10 ? (content?.length ?? 0) : 0),
    0,
  );
  if (text > 4000) faults.push(`${text} characters of text, over 4000`);
  if (components.some(({ type, content }) => type === 10 && content?.trim() === ''))
    faults.push('empty text');
  return faults;
}

function checkClassic(body: MessageBody): string[] {
  const faults = [];
  const rows = body.components ?? [];
  if (rows.some(({ type }) => type !== 1)) faults.push('only action rows without components v2');
  if (rows.length > 5) faults.push(`${rows.length} rows, over 5`);
  const letters = (body.embeds ?? []).reduce((sum, embed) => sum + countEmbed(embed), 0);
  if (letters > 6000) faults.push(`${letters} characters in embeds, over 6000`);
  return faults;
}

function countEmbed(embed: Record<string, unknown>): number {
  const words = [embed.title, embed.description, (embed.footer as { text?: string } | undefined)?.text];
  const fields = (embed.fields as { name: string; value: string }[] | undefined) ?? [];
  const all = [...words, ...fields.flatMap(({ name, value }) => [name, value])];
  return all.reduce<number>((sum, word) => sum + (typeof word === 'string' ? word.length : 0), 0);
}
