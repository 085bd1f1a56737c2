import { byId, element } from './element.ts';
import type { ReplyView } from './protocol.ts';
import { type BlockActions, renderBlock } from './render-blocks.ts';
import { markAsNote, renderLine, renderMessage, renderProgress, type Said } from './render-message.ts';
import type { Exchange } from './transcript.ts';

/** Older messages go, with their pictures: a tab that stays open all day stays small. */
const MOST_MESSAGES = 200;
/** From no further than this above the end, the log follows what comes in. */
const NEAR_END = 120;

export interface PendingReply {
  progress(line: string): void;
  reply(reply: ReplyView): Promise<void>;
  fail(why: string): void;
}

/** The conversation: who said what, in order, following the newest message. */
export function createChatLog(actions: () => BlockActions) {
  const scroller = byId('scroller');
  const log = byId('log');

  function add(message: HTMLElement): void {
    log.append(message);
    while (log.children.length > MOST_MESSAGES) removeOldest();
  }

  function removeOldest(): void {
    for (const picture of log.firstElementChild!.querySelectorAll('img')) URL.revokeObjectURL(picture.src);
    log.firstElementChild!.remove();
  }

  const isNearEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;

  /** To the end, but not past the start of what was asked: a tall answer is read from its beginning. */
  function follow(asked: HTMLElement): void {
    const end = scroller.scrollHeight - scroller.clientHeight;
    scroller.scrollTop = Math.min(end, asked.offsetTop - 16);
  }

  return {
    add,
    /** Shows the line that was asked and a place where its answer will stand. */
    ask(line: string, said: Said): PendingReply {
      const { words } = actions();
      const asked = renderMessage({ kind: 'learner', name: words.you, said }, renderLine(line));
      const progress = renderProgress(words.working);
      const answer = renderMessage({ kind: 'theta', name: 'Theta', said }, progress);
      add(asked);
      add(answer);
      follow(asked);

      function fill(...content: HTMLElement[]): void {
        const following = isNearEnd();
        progress.parentElement!.replaceChildren(...content);
        if (following) follow(asked);
      }
      return {
        progress(words) {
          progress.lastChild!.textContent = words;
        },
        async reply(reply) {
          const blocks = reply.blocks.map((block) => renderBlock(block, actions()));
          const pictures = blocks.flatMap((block) => [...block.querySelectorAll('img')]);
          // Decoded first, so that nothing jumps; a broken one still shows its words.
          await Promise.allSettled(pictures.map((picture) => picture.decode()));
          if (reply.mistake || reply.audience === 'asker') {
            markAsNote(answer, { mistake: reply.mistake, label: actions().words.forYou });
          }
          fill(...blocks);
        },
        fail(why) {
          markAsNote(answer, { mistake: true });
          fill(element('p', { className: 'words' }, why));
        },
      };
    },
    /** Brings back what was said before, without having it read out again. */
    async restore(exchanges: readonly Exchange[]): Promise<void> {
      log.ariaLive = 'off';
      for (const { line, at, locale, reply } of exchanges) await this.ask(line, { at, locale }).reply(reply);
      log.ariaLive = 'polite';
    },
  };
}
