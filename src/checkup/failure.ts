/** A service's answer that is no success. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
  /** HTTP */
  readonly status: number;

  constructor(status: number, message = `The answer was ${status}`) {
    super(message);
    this.status = status;
  }
}

/** Why a service could not be asked, told apart by what would mend it. */
export type FailureKind =
  | 'unknownHost'
  | 'refused'
  | 'unreachable'
  | 'insecure'
  | 'slow'
  | 'brokenOff'
  | 'unauthorized'
  | 'forbidden'
  | 'limited'
  | 'faulty'
  | 'strange';

/** By Node's, OpenSSL's and undici's codes. */
const BY_CODE: readonly [RegExp, FailureKind][] = [
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'unknownHost'],
  [/^ECONNREFUSED$/, 'refused'],
  [/^E(HOST|NET)(UNREACH|DOWN)$/, 'unreachable'],
  [/^(ETIMEDOUT|UND_ERR_\w*TIMEOUT)$/, 'slow'],
  [/^(CERT_|ERR_TLS_|ERR_SSL_|EPROTO$)|SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA/, 'insecure'],
  [/^(ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET)$/, 'brokenOff'],
];

const BY_STATUS: Readonly<Record<number, FailureKind>> = {
  401: 'unauthorized',
  403: 'forbidden',
  429: 'limited',
};

/** What kind of failure an error tells of, itself or by its cause; `strange` for an answer that makes no sense. */
export function kindOfFailure(error: unknown): FailureKind {
  for (let e = error; e instanceof Error; e = e.cause) {
    if (e.name === 'TimeoutError' || e.name === 'AbortError') return 'slow';
    if ('status' in e && typeof e.status === 'number') {
      return BY_STATUS[e.status] ?? (e.status >= 500 ? 'faulty' : 'strange');
    }
    const code = 'code' in e ? String(e.code) : '';
    const found = BY_CODE.find(([codes]) => codes.test(code));
    if (found) return found[1];
  }
  return 'strange';
}
