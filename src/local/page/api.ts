import type {
  Declarations,
  MessageEvent,
  MessageRequest,
  PageLocale,
  Refusal,
  ReplyView,
  SuggestionsRequest,
  SuggestionView,
} from './protocol.ts';

/** The server answered, but not with what was asked for. */
export class RefusedError extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal);
    this.refusal = refusal;
  }
}

export async function fetchDeclarations(locale: PageLocale | undefined): Promise<Declarations> {
  const response = await fetch(`/api/commands${locale ? `?locale=${locale}` : ''}`);
  return (await accepted(response)).json();
}

export async function fetchSuggestions(
  request: SuggestionsRequest,
  signal: AbortSignal,
): Promise<SuggestionView[]> {
  return (await post('/api/suggestions', request, signal)).json();
}

/**
 * Sends a line or a pressed button, tells of progress, and resolves to the reply.
 * @throws RefusedError when the server refuses; any other error means that the connection was lost
 */
export async function sendMessage(
  request: MessageRequest,
  onProgress: (line: string) => void,
): Promise<ReplyView> {
  const response = await post('/api/messages', request);
  for await (const line of readLines(response.body!)) {
    const event: MessageEvent = JSON.parse(line);
    if ('reply' in event) return event.reply;
    onProgress(event.progress);
  }
  throw new Error('The answer ended before the reply');
}

async function post(path: string, body: unknown, signal: AbortSignal | null = null): Promise<Response> {
  const headers = { 'Content-Type': 'application/json' };
  return accepted(await fetch(path, { method: 'POST', headers, body: JSON.stringify(body), signal }));
}

async function accepted(response: Response): Promise<Response> {
  if (response.ok) return response;
  const { error = 'fault' } = await response.json().catch(() => ({}));
  throw new RefusedError(error);
}

async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + value).split('\n');
      rest = lines.pop()!;
      yield* lines;
    }
  } finally {
    await reader.cancel();
  }
}
