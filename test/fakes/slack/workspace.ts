/** What a message looks like to people. */
export interface Message {
  readonly channel: string;
  readonly ts: string;
  readonly thread?: string | undefined;
  text: string;
  blocks: Block[];
  /** The one person who sees it; undefined: everyone in the channel. */
  readonly only?: string | undefined;
  readonly via: 'api' | 'response_url';
  edits: number;
}
// Blocks are read here as the JSON that came over the wire.
// biome-ignore lint/suspicious/noExplicitAny: arbitrary JSON
export type Block = Record<string, any>;

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
}
export interface Channel {
  readonly id: string;
  /** The bot is in it. */
  readonly bot: boolean;
  readonly hidden: boolean;
}
export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly length: number;
  bytes?: Uint8Array;
  completedAt?: number;
}
export interface ResponseUrl {
  readonly channel: string;
  readonly user: string;
  readonly madeAt: number;
  /** The message whose button was pressed. */
  readonly source?: Message | undefined;
  uses: number;
}
/** How a call fails on demand: refused, without an answer for ever, or done and its answer broken off in the middle. */
export type Failure =
  | { readonly error: string }
  | { readonly status: number; readonly retryAfter?: number }
  | { readonly hang: true }
  | { readonly half: true };

export const BOT_USER = 'U0BOT';
export const BOT_ID = 'B0BOT';

const SCOPES = [
  'commands',
  'chat:write',
  'app_mentions:read',
  'im:history',
  'files:write',
  'files:read',
  'users:read',
];
/** Ids are good in all of Slack. */
let counter = 0;

/**
 * All that a workspace remembers, and what went wrong in it. In it are: `C0CLASS`, which the bot is in; `C0OTHER`,
 * which it is not; `U0ADA`, who reads English, and `U0LIN`, who reads Chinese; and everybody's direct messages with the
 * bot (`D` + id).
 */
export class Workspace {
  readonly team: string;
  /** What the bot must show; undefined while the app isn't installed. */
  botToken: string | undefined;
  /** Tokens that were good once. */
  readonly deadTokens = new Set<string>();
  readonly people = new Map<string, Person>();
  readonly channels = new Map<string, Channel>();
  readonly messages: Message[] = [];
  readonly #byPlace = new Map<string, Message>();
  readonly #watchers = new Set<(message: Message) => void>();
  readonly files = new Map<string, StoredFile>();
  readonly responseUrls = new Map<string, ResponseUrl>();
  readonly failures = new Map<string, Failure[]>();
  /** Threads with at least one reply. */
  readonly threads = new Set<string>();
  /** Every Web API call, in order: what was asked of Slack. */
  readonly calls: { readonly method: string; readonly args: Block }[] = [];
  /** What Slack would have held against the app. */
  readonly faults: string[] = [];
  scopes: string[] = [...SCOPES];
  /** How long a picture is processed, in ms. */
  processing = 100;
  /** Added to the clock. */
  skew = 0;
  /** A channel takes one message in so many ms, and after a quiet time some at once. */
  messageInterval = 1_000;
  messageBurst = 5;
  /** How many messages came too soon. */
  refusedTurns = 0;
  readonly #busyUntil = new Map<string, number>();

  constructor(team: string, botToken?: string) {
    this.team = team;
    this.botToken = botToken;
    this.addPerson('U0ADA', 'Ada', 'en-US');
    this.addPerson('U0LIN', '林', 'zh-CN');
    this.addChannel('C0CLASS');
    this.addChannel('C0OTHER', { bot: false });
  }

  addPerson(id: string, name: string, locale: string): void {
    this.people.set(id, { id, name, locale });
    this.addChannel(`D${id}`, { hidden: true });
  }

  addChannel(id: string, { bot = true, hidden = false } = {}): void {
    this.channels.set(id, { id, bot, hidden });
  }

  now(): number {
    return Date.now() + this.skew;
  }

  nextId(prefix: string): string {
    return `${prefix}${String(++counter).padStart(6, '0')}`;
  }

  nextTs(): string {
    return this.nextId(`${Math.floor(this.now() / 1000)}.`);
  }

  /** Shows a message. */
  post(message: Message): Message {
    this.messages.push(message);
    this.#byPlace.set(`${message.channel} ${message.ts}`, message);
    for (const watch of this.#watchers) watch(message);
    return message;
  }

  change(message: Message, content: Pick<Message, 'text' | 'blocks'>): void {
    Object.assign(message, content, { edits: message.edits + 1 });
    for (const watch of this.#watchers) watch(message);
  }

  remove(message: Message): void {
    this.messages.splice(this.messages.indexOf(message), 1);
    this.#byPlace.delete(`${message.channel} ${message.ts}`);
  }

  findMessage(channel: string, ts: string): Message | undefined {
    return this.#byPlace.get(`${channel} ${ts}`);
  }

  /** The first message that fits, as soon as there is one; undefined when none came in time. */
  until(fits: (message: Message) => boolean, timeoutMs: number): Promise<Message | undefined> {
    const found = this.messages.find(fits);
    if (found) return Promise.resolve(found);
    return new Promise((resolve) => {
      const end = (message?: Message) => {
        clearTimeout(timer);
        this.#watchers.delete(watch);
        resolve(message);
      };
      const watch = (message: Message) => fits(message) && end(message);
      const timer = setTimeout(end, timeoutMs);
      this.#watchers.add(watch);
    });
  }

  isProcessed(file: StoredFile): boolean {
    return file.completedAt !== undefined && this.now() - file.completedAt >= this.processing;
  }

  /** Whether Slack would find every picture of a message, and find it processed. */
  findUnusableFile(blocks: readonly Block[]): string | undefined {
    for (const { slack_file: used } of blocks) {
      if (used === undefined) continue;
      const file = this.files.get(used.id);
      if (!file || !this.isProcessed(file)) return used.id;
    }
    return undefined;
  }

  /** @returns seconds to wait when a message in a channel comes too soon after others */
  takeTurn(channel: string): number | undefined {
    const now = this.now();
    const busyUntil = Math.max(this.#busyUntil.get(channel) ?? 0, now) + this.messageInterval;
    const early = busyUntil - now - this.messageBurst * this.messageInterval;
    if (early > 0) {
      this.refusedTurns += 1;
      return Math.ceil(early / 1_000);
    }
    this.#busyUntil.set(channel, busyUntil);
    return undefined;
  }

  takeFailure(of: string): Failure | undefined {
    return this.failures.get(of)?.shift();
  }
}
