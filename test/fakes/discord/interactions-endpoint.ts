import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

const DEADLINE_MS = 3_000;

interface Answered {
  readonly status: number;
  readonly body: string;
}

/** Discord's side of signed HTTP interactions. */
export class InteractionsEndpoint {
  /** 64 hexadecimal digits, as Discord shows it. */
  readonly publicKey: string;
  /** Answers that Discord would not take. */
  readonly breaches: string[] = [];
  readonly #privateKey: KeyObject;
  #urls: string[] = [];
  #turn = 0;

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    this.publicKey = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url').toString('hex');
    this.#privateKey = privateKey;
  }

  get isOpen(): boolean {
    return this.#urls.length > 0;
  }

  /**
   * Saves the URLs, after the checks that Discord does: a PING is answered, a forged one refused.
   * @throws Error when one fails
   */
  async open(urls: readonly string[]): Promise<void> {
    const ping = JSON.stringify({ id: '1', application_id: '1', type: 1, token: 'ping', version: 1 });
    for (const url of urls) {
      const pong = await post(url, ping, this.sign(ping));
      if (pong.status !== 200 || JSON.parse(pong.body).type !== 1)
        throw new Error(`${url} does not answer a PING: ${pong.status} ${pong.body}`);
      const forged = await post(url, ping, { ...this.sign(ping), 'x-signature-ed25519': 'ab'.repeat(64) });
      if (forged.status !== 401) throw new Error(`${url} lets forged requests in: ${forged.status}`);
    }
    this.#urls = [...urls];
  }

  sign(body: string, at = Date.now()): Record<string, string> {
    const timestamp = String(Math.floor(at / 1000));
    const signature = sign(null, Buffer.from(timestamp + body), this.#privateKey).toString('hex');
    return { 'x-signature-ed25519': signature, 'x-signature-timestamp': timestamp };
  }

  /** To the next URL that is up. */
  async deliver(payload: object): Promise<void> {
    const body = JSON.stringify(payload);
    for (let tries = 0; tries < this.#urls.length; tries++) {
      const url = this.#urls[this.#turn++ % this.#urls.length]!;
      try {
        const { status, body: answer } = await post(url, body, this.sign(body));
        if (status !== 202 || answer !== '')
          this.breaches.push(`an interaction was answered ${status} ${answer}, not 202 and nothing`);
        return;
      } catch (error) {
        if ((error as Error).name === 'TimeoutError') {
          this.breaches.push('an interaction was not answered within 3 s');
          return;
        }
      }
    }
    this.breaches.push('an interaction found no process that is up');
  }
}

async function post(url: string, body: string, headers: Record<string, string>): Promise<Answered> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  return { status: response.status, body: await response.text() };
}
