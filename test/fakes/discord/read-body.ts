import type { IncomingMessage } from 'node:http';

export interface Upload {
  /** The n of its form field `files[n]`. */
  readonly id: string;
  readonly filename: string;
  readonly bytes: Uint8Array;
}
export interface Body {
  readonly json: unknown;
  readonly uploads: readonly Upload[];
}

/** A request's JSON, alone or as `payload_json` beside files. */
export async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) {
    return { json: bytes.length === 0 ? undefined : JSON.parse(bytes.toString('utf8')), uploads: [] };
  }
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
  const uploads: Upload[] = [];
  for (const [name, value] of form) {
    const id = /^files\[(\d+)\]$/.exec(name)?.[1];
    if (id === undefined || typeof value === 'string') continue;
    uploads.push({ id, filename: value.name, bytes: new Uint8Array(await value.arrayBuffer()) });
  }
  const payload = form.get('payload_json');
  return { json: typeof payload === 'string' ? JSON.parse(payload) : undefined, uploads };
}
