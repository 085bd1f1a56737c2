import { setTimeout as delay } from 'node:timers/promises';
import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { MOST_ATTEMPTS, type TakenJob } from '../command/jobs.ts';
import type { Theta } from '../command/theta.ts';
import type { Locale } from '../locales/locale.ts';
import type { PictureBlock, Reply } from '../reply/reply.ts';
import { plain, text } from '../reply/text.ts';
import { type Conversation, openConversation } from './conversation.ts';
import { openNotebook } from './notebook.ts';
import type { Request } from './receive.ts';
import { type Message, type Pictures, renderLine, renderReply } from './render-reply.ts';
import { refusalOf } from './slack-error.ts';
import { uploadPicture } from './upload.ts';
import { slackWords } from './words.ts';
import type { Workspace } from './workspaces.ts';

/** How long words wait for their picture, in ms: most answers then come in one piece. */
const PATIENCE = 2_500;

/** Answers one request, from a first word while work is slow to the picture; or goes on where a crash ended it. */
export async function respond(job: TakenJob, workspace: Workspace, theta: Theta, log: Logger): Promise<void> {
  const { place, said, input } = job.request as Request;
  const { id, attempt } = job;
  const { locale, name } = await workspace.profileOf(place.user);
  const notebook = openNotebook(job, log);
  const conversation = openConversation(workspace, place, notebook);
  if (notebook.note.answered) return conversation.takeBack();

  const asker = name === undefined ? [] : text`${name}${slackWords[locale].colon}`;
  const asked = said === undefined ? undefined : plain([...asker, ...text`${said}`]);
  const speaker: Speaker = { conversation, locale, asked, files: workspace.files, log };
  if (attempt > MOST_ATTEMPTS) {
    const error = new Error(`${MOST_ATTEMPTS} attempts at an answer ended with their process`);
    return deliver(await theta.explain(error, { id, locale }), speaker);
  }

  const answer = await theta.answer({ id, asker: job.asker, locale, input });
  if (answer.kind === 'instant') return deliver(answer.reply, speaker);
  const { progress, audience } = answer;
  const line = renderLine(progress, audience === 'everyone' ? asked : undefined);
  const [reply] = await Promise.all([
    answer.finish(),
    // An earlier attempt has said it already, or at least tried to.
    attempt > 1 || notebook.note.ts !== undefined || notebook.note.announced || announce(),
  ]);
  return deliver(reply, speaker);

  async function announce(): Promise<void> {
    try {
      await conversation.announce(line, audience);
    } catch (error) {
      log.warn({ reason: String(error) }, 'a progress line was lost');
    }
    if (notebook.note.ts === undefined) await notebook.add({ announced: true });
  }
}

interface Speaker {
  readonly conversation: Conversation;
  readonly locale: Locale;
  readonly asked: string | undefined;
  readonly files: webApi.WebClient;
  readonly log: Logger;
}

/** Words never depend on a picture: when it takes long they go first, and when it fails they say what it shows. */
async function deliver(reply: Reply, { conversation, locale, asked, files, log }: Speaker): Promise<void> {
  const pictures = uploadPictures(reply, files, log);
  if (reply.audience === 'asker' && !conversation.direct) {
    const render = (shown: Pictures) => renderReply(reply, { locale, pictures: shown });
    await sendFitting(conversation.whisper, render, await pictures);
    return conversation.takeBack();
  }
  const render = (shown: Pictures) => renderReply(reply, { locale, pictures: shown, asked });
  const first = conversation.hasTime ? await Promise.race([pictures, runOutOfPatience()]) : await pictures;
  if (first === 'coming') await conversation.preview(render(first));
  await sendFitting(conversation.show, render, await pictures);
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
async function sendFitting(
  send: (message: Message) => Promise<void>,
  render: (pictures: Pictures) => Message,
  pictures: Pictures,
): Promise<void> {
  try {
    await send(render(pictures));
  } catch (error) {
    const code = refusalOf(error);
    if (pictures === 'failed' || (code !== 'invalid_blocks' && code !== 'invalid_slack_file')) throw error;
    await send(render('failed'));
  }
}
