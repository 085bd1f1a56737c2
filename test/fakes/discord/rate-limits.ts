const REQUESTS = 5;
const WINDOW_MS = 2_000;

interface Bucket {
  left: number;
  resetsAt: number;
}

/** What a request's bucket says to it: headers, and the seconds to wait where it is empty. */
export interface Limited {
  readonly headers: Record<string, string>;
  readonly retryAfter: number | undefined;
}

/** Discord's limit for each webhook, and so for each interaction's messages: five requests in two seconds. */
export class RateLimits {
  readonly #buckets = new Map<string, Bucket>();

  /** Undefined for paths without a limit. */
  take(path: string): Limited | undefined {
    const webhook = /^\/webhooks\/\d+\/[^/]+/.exec(path)?.[0];
    if (webhook === undefined) return undefined;
    const now = Date.now();
    let bucket = this.#buckets.get(webhook);
    if (!bucket || bucket.resetsAt <= now) bucket = { left: REQUESTS, resetsAt: now + WINDOW_MS };
    this.#buckets.set(webhook, bucket);
    const resetAfter = (bucket.resetsAt - now) / 1000;
    const isEmpty = bucket.left === 0;
    if (!isEmpty) bucket.left--;
    return {
      headers: {
        'x-ratelimit-limit': String(REQUESTS),
        'x-ratelimit-remaining': String(bucket.left),
        'x-ratelimit-reset': String(bucket.resetsAt / 1000),
        'x-ratelimit-reset-after': String(resetAfter),
        'x-ratelimit-bucket': 'webhook',
        ...(isEmpty && { 'retry-after': String(resetAfter), 'x-ratelimit-scope': 'user' }),
      },
      retryAfter: isEmpty ? resetAfter : undefined,
    };
  }
}
