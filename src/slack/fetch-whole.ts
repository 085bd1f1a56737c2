/** What is done when its answer begins to come, and must not be done twice. */
const ONCE = /\/chat\.post\w+$/;

/**
 * `fetch`, for Slack's Web API: an answer that breaks off in the middle fails as a request, and so is tried again. The
 * library itself reads it when it tries no more.
 */
export async function fetchWhole(url: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  if (ONCE.test(String(url))) return response;
  const { status, statusText, headers } = response;
  return new Response(await response.arrayBuffer(), { status, statusText, headers });
}
