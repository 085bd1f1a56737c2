import {
  ApplicationCommandAutocompleteCallbackRequestSchema,
  CreateMessageInteractionCallbackRequestSchema,
} from 'discord-api-spec/zod';
import {
  alreadyAcknowledged,
  expiredToken,
  invalidForm,
  unknownInteraction,
  unknownMessage,
  unknownWebhook,
} from './api-error.ts';
import { checkAgainstSpec } from './check-against-spec.ts';
import { type Component, checkMessage, FLAG, findPings, flatten, type MessageBody } from './check-message.ts';
import type { Body, Upload } from './read-body.ts';
import { snowflake } from './snowflake.ts';

/** A message as the people in the channel see it; `ephemeral`: only the asker does. */
export interface FakeMessage {
  readonly id: string;
  readonly interaction: FakeInteraction;
  readonly ephemeral: boolean;
  /** "Theta is thinking…" */
  readonly loading: boolean;
  readonly flags: number;
  readonly content: string;
  readonly embeds: readonly Record<string, unknown>[];
  readonly components: readonly Component[];
  readonly attachments: readonly {
    readonly filename: string;
    readonly description?: string;
    readonly bytes: Uint8Array;
  }[];
  /** Whom it pinged: `everyone`, `here`, ids. */
  readonly pings: readonly string[];
  /** Content and all text displays, a line each. */
  readonly text: string;
  readonly buttons: readonly FakeButton[];
}
export interface FakeButton {
  readonly label: string;
  readonly customId: string;
  readonly message: FakeMessage;
}
export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

const KIND = { command: 2, button: 3, autocomplete: 4 } as const;
const ACKNOWLEDGE_MS = 3_000;
const TOKEN_MS = 15 * 60_000;

/** One interaction: how it was answered, under Discord's rules. */
export class FakeInteraction {
  readonly id: string;
  readonly token: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** How the first answer came, and how many milliseconds after the dispatch. */
  acknowledgement:
    | { readonly type: number; readonly ephemeral: boolean; readonly afterMs: number }
    | undefined;
  /** All that was done to it, in order. */
  readonly history: string[] = [];
  readonly #createdAt: number;
  readonly #now: () => number;
  readonly #messages = new Map<string, FakeMessage>();
  #original: string | undefined;
  #choices: readonly Choice[] | undefined;
  #waiting: (() => void)[] = [];

  constructor(payload: { id: string; token: string } & Record<string, unknown>, now: () => number) {
    this.id = payload.id;
    this.token = payload.token;
    this.payload = payload;
    this.#now = now;
    this.#createdAt = now();
  }

  /** The messages there are, once the interaction is answered and nothing is loading any more. */
  messages(timeoutMs = 20_000): Promise<readonly FakeMessage[]> {
    return this.until(timeoutMs, () => {
      const messages = this.visible();
      return messages.length > 0 && messages.every(({ loading }) => !loading) ? messages : undefined;
    });
  }

  /** The one message that answers. */
  async message(timeoutMs?: number): Promise<FakeMessage> {
    const [message, ...others] = await this.messages(timeoutMs);
    if (!message || others.length > 0) throw new Error(`One message was expected, not ${others.length + 1}`);
    return message;
  }

  /** What autocompletion offered. */
  choices(timeoutMs = 20_000): Promise<readonly Choice[]> {
    return this.until(timeoutMs, () => this.#choices);
  }

  /** Resolves when the first answer has come. */
  acknowledged(timeoutMs = 20_000) {
    return this.until(timeoutMs, () => this.acknowledgement);
  }

  /** The messages there are right now. */
  visible(): readonly FakeMessage[] {
    return [...this.#messages.values()];
  }

  /** `POST /interactions/:id/:token/callback` */
  acknowledge({ json, uploads }: Body): FakeMessage | undefined {
    const afterMs = this.#now() - this.#createdAt;
    if (afterMs > ACKNOWLEDGE_MS) throw unknownInteraction();
    if (this.acknowledgement) throw alreadyAcknowledged();
    const { type, data } = json as { type: number; data?: MessageBody & { choices?: Choice[] } };
    const completing = this.payload.type === KIND.autocomplete;
    if (completing !== (type === 8))
      throw invalidForm([`callback type ${type} does not answer this interaction`]);
    const ephemeral = ((data?.flags ?? 0) & FLAG.ephemeral) !== 0;
    let message: FakeMessage | undefined;
    if (type === 8) {
      checkAgainstSpec(ApplicationCommandAutocompleteCallbackRequestSchema, json);
      this.#choices = data?.choices ?? [];
    } else if (type === 4) {
      checkAgainstSpec(CreateMessageInteractionCallbackRequestSchema, json);
      checkMessage('callback', data ?? {}, uploads);
      message = this.#put(snowflake(), data ?? {}, uploads, ephemeral);
    } else if (type === 5) {
      checkAgainstSpec(CreateMessageInteractionCallbackRequestSchema, json);
      message = this.#put(snowflake(), { flags: FLAG.loading }, [], ephemeral);
    } else if (type !== 6 || this.payload.type !== KIND.button) {
      throw invalidForm([`callback type ${type} is not known to this fake`]);
    }
    this.#original = message?.id;
    this.acknowledgement = { type, ephemeral, afterMs };
    this.#note(`callback ${type}`);
    return message;
  }

  /** `PATCH /webhooks/:application/:token/messages/:id` */
  edit(id: string, { json, uploads }: Body): FakeMessage {
    const old = this.find(id);
    const body = json as MessageBody;
    checkMessage('edit', body, uploads);
    const message = this.#put(old.id, body, uploads, old.ephemeral);
    this.#note('edit');
    return message;
  }

  /** `DELETE /webhooks/:application/:token/messages/:id` */
  remove(id: string): void {
    this.#messages.delete(this.find(id).id);
    this.#note('delete');
  }

  /** `POST /webhooks/:application/:token`: while the first answer is loading, this edits it instead. */
  followUp({ json, uploads }: Body): FakeMessage {
    this.#checkToken();
    const body = json as MessageBody;
    checkMessage('followup', body, uploads);
    const original = this.#original === undefined ? undefined : this.#messages.get(this.#original);
    const ephemeral = original?.loading ? original.ephemeral : ((body.flags ?? 0) & FLAG.ephemeral) !== 0;
    const message = this.#put(original?.loading ? original.id : snowflake(), body, uploads, ephemeral);
    this.#note('followup');
    return message;
  }

  /** @throws ApiError where there is no such message, or no longer a way to it */
  find(id: string): FakeMessage {
    this.#checkToken();
    const message = this.#messages.get(id === '@original' ? (this.#original ?? '') : id);
    if (!message) throw unknownMessage();
    return message;
  }

  #checkToken(): void {
    if (!this.acknowledgement) throw unknownWebhook();
    if (this.#now() - this.#createdAt > TOKEN_MS) throw expiredToken();
  }

  #put(id: string, body: MessageBody, uploads: readonly Upload[], ephemeral: boolean): FakeMessage {
    const components = body.components ?? [];
    const nested = flatten(components);
    const describe = ({ id, filename, bytes }: Upload) => {
      const description = body.attachments?.find((attachment) => String(attachment.id) === id)?.description;
      return { filename, bytes, ...(description !== undefined && { description }) };
    };
    const buttons: FakeButton[] = [];
    const message: FakeMessage = {
      id,
      interaction: this,
      ephemeral,
      loading: ((body.flags ?? 0) & FLAG.loading) !== 0,
      flags: (body.flags ?? 0) | (ephemeral ? FLAG.ephemeral : 0),
      content: body.content ?? '',
      embeds: body.embeds ?? [],
      components,
      attachments: uploads.map(describe),
      pings: findPings(body),
      text: [body.content, ...nested.map(({ content }) => content)].filter((words) => words).join('\n'),
      buttons,
    };
    for (const { type, label = '', custom_id } of nested) {
      if (type === 2 && custom_id !== undefined) buttons.push({ label, customId: custom_id, message });
    }
    this.#messages.set(id, message);
    return message;
  }

  #note(event: string): void {
    this.history.push(event);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** What `look` finds, looked for again after each thing that is done to the interaction. */
  async until<T>(timeoutMs: number, look: () => T | undefined): Promise<T> {
    const signal = AbortSignal.timeout(timeoutMs);
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      if (signal.aborted)
        throw new Error(`No answer within ${timeoutMs} ms; so far: ${this.history.join(', ') || 'nothing'}`);
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }
}
