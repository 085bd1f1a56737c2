import { setTimeout as delay } from 'node:timers/promises';
import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Theta } from '../command/theta.ts';
import type { Locale } from '../locales/locale.ts';
import type { PictureBlock, Reply } from '../reply/reply.ts';
import { type Conversation, openConversation, type Posted } from './conversation.ts';
import type { Profile } from './profiles.ts';
import type { Request } from './receive.ts';
import { type Message, type Pictures, renderLine, renderReply } from './render-reply.ts';
import { refusalOf } from './slack-error.ts';
import { uploadPicture } from './upload.ts';
import { slackWords } from './words.ts';

/** How long words wait for their picture, in ms: most answers then come in one piece. */
const PATIENCE = 2_500;

export interface Surroundings {
  readonly theta: Theta;
  /** For messages. */
  readonly chat: webApi.WebClient;
  /** For pictures. A client of its own: waiting out the limits of `files.*` must not hold back words. */
  readonly files: webApi.WebClient;
  readonly profileOf: (user: string) => Promise<Profile>;
  readonly log: Logger;
}

/** Answers one request, from a first word while work is slow to the picture. */
export async function respond(request: Request, surroundings: Surroundings): Promise<void> {
  const { place, said, team, input } = request;
  const { theta, chat, profileOf, log } = surroundings;
  const { locale, name } = await profileOf(place.user);
  const conversation = openConversation(chat, place);
  const asked = said !== undefined && name !== undefined ? name + slackWords[locale].colon + said : said;
  const speaker: Speaker = { ...surroundings, conversation, locale, asked };

  const answer = await theta.answer({
    id: `slack:${request.key}`,
    asker: { platform: 'slack', space: `slack:${team}`, learner: place.user },
    locale,
    input,
  });
  if (answer.kind === 'instant') return deliver(answer.reply, undefined, speaker);

  const open = answer.audience === 'everyone' || place.direct;
  const announced = open
    ? conversation.announce(renderLine(answer.progress, asked))
    : conversation.whisper(renderLine(answer.progress));
  const [reply, line] = await Promise.all([
    answer.finish(),
    announced.catch((error) => log.warn({ reason: String(error) }, 'a progress line was lost')),
  ]);
  return deliver(reply, line ?? undefined, speaker);
}

interface Speaker extends Surroundings {
  readonly conversation: Conversation;
  readonly locale: Locale;
  readonly asked: string | undefined;
}

/** Words never depend on a picture: when it takes long they go first, and when it fails they say what it shows. */
async function deliver(reply: Reply, line: Posted | undefined, speaker: Speaker): Promise<void> {
  const { conversation, locale, asked, files, log } = speaker;
  const pictures = uploadPictures(reply, files, log);
  if (reply.audience === 'asker' && !conversation.direct) {
    const render = (shown: Pictures) => renderReply(reply, { locale, pictures: shown });
    await sendFitting(conversation.whisper, render, await pictures);
    await line?.remove();
    return;
  }
  const render = (shown: Pictures) => renderReply(reply, { locale, pictures: shown, asked });
  const show = (message: Message, earlier: Posted | undefined) =>
    earlier ? earlier.replace(message).then(() => earlier) : conversation.post(message);

  const first = conversation.changeable ? await Promise.race([pictures, runOutOfPatience()]) : await pictures;
  const posted = await sendFitting((message) => show(message, line), render, first);
  if (first === 'coming') await sendFitting((message) => show(message, posted), render, await pictures);
}

function runOutOfPatience(): Promise<'coming'> {
  return delay(PATIENCE, 'coming', { ref: false });
}

/** Never rejects: an answer without its picture is still an answer. */
async function uploadPictures({ blocks }: Reply, files: webApi.WebClient, log: Logger): Promise<Pictures> {
  const pictures = blocks.filter((block): block is PictureBlock => block.kind === 'picture');
  try {
    return await Promise.all(
      pictures.map(({ images }) => Promise.all(images.map((image) => uploadPicture(files, image)))),
    );
  } catch (error) {
    log.warn({ reason: String(error) }, 'Slack did not take a picture');
    return 'failed';
  }
}

/** Sends a message with its pictures or, where Slack refuses them in a message after all, without. */
async function sendFitting<T>(
  send: (message: Message) => Promise<T>,
  render: (pictures: Pictures) => Message,
  pictures: Pictures,
): Promise<T> {
  try {
    return await send(render(pictures));
  } catch (error) {
    const code = refusalOf(error);
    if (pictures === 'failed' || (code !== 'invalid_blocks' && code !== 'invalid_slack_file')) throw error;
    return send(render('failed'));
  }
}
