import { setTimeout as delay } from 'node:timers/promises';
import type { webApi } from '@slack/bolt';
import type { PictureBlock } from '../reply/reply.ts';

/** How long Slack may take to process a picture, and the pauses between looking. */
const PROCESSING = { most: 12_000, firstPause: 200, longestPause: 2_000 };
const SENDING = { most: 20_000, tries: 3, pause: 500 };

/**
 * Uploads a PNG for use in messages, and waits until Slack can show it.
 *
 * It is shared with no channel: that would post a second message, and can't be done where the bot is no member. The
 * file stays the bot's own, and an image block needs no more than that, since the one who posts the block must have
 * access to the file. Used before it is processed, it would cost the whole message (`invalid_blocks`); `files.info`
 * tells by the mimetype, which is empty until then.
 * @param client should be one of its own: waiting out the limits of `files.*` must not hold back words
 * @returns the file's id
 * @throws when Slack takes the picture not at all, or not in time
 */
export async function uploadPicture(
  client: webApi.WebClient,
  { name, png }: PictureBlock['images'][number],
): Promise<string> {
  const { upload_url, file_id } = await client.files.getUploadURLExternal({
    filename: name,
    length: png.byteLength,
  });
  if (!upload_url || !file_id) throw new Error('Slack named no place for the picture');
  await sendBytes(upload_url, png);
  await client.files.completeUploadExternal({ files: [{ id: file_id, title: name }] });
  await waitUntilProcessed(client, file_id);
  return file_id;
}

async function sendBytes(url: string, png: Uint8Array): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const status = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Blob([new Uint8Array(png)]),
      redirect: 'error',
      signal: AbortSignal.timeout(SENDING.most),
    }).then(
      (response) => response.status,
      (error: unknown) => String(error),
    );
    if (status === 200) return;
    if (attempt === SENDING.tries) throw new Error(`the picture's bytes were not taken: ${status}`);
    await delay(SENDING.pause * attempt);
  }
}

async function waitUntilProcessed(client: webApi.WebClient, file: string): Promise<void> {
  const deadline = Date.now() + PROCESSING.most;
  for (
    let pause = PROCESSING.firstPause;
    Date.now() < deadline;
    pause = Math.min(pause * 1.5, PROCESSING.longestPause)
  ) {
    const { file: info } = await client.files.info({ file });
    if (info?.mimetype) return;
    await delay(pause);
  }
  throw new Error('Slack did not process the picture in time');
}
