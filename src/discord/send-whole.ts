/** As `fetch`, as far as discord.js uses it. */
export type Send = (url: string, init: RequestInit) => Promise<Response>;

/**
 * `fetch` for discord.js that sends an upload as one piece of bytes. Streamed as a form, an upload that Discord answers
 * early (429, 502) makes the fetch of Node 24 and 26 throw where nobody can catch (undici#5835), which ends the process.
 */
export async function sendWhole(url: string, init: RequestInit): Promise<Response> {
  if (!(init.body instanceof FormData)) return fetch(url, init);
  const form = new Response(init.body);
  const headers = new Headers(init.headers);
  headers.set('Content-Type', form.headers.get('Content-Type')!);
  return fetch(url, { ...init, headers, body: await form.arrayBuffer() });
}
