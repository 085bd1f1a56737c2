import type { Localized } from '../locales/locale.ts';

interface SlackWords {
  /** Between a field's name and its value, which share a line here. */
  readonly colon: string;
  /** Stands for a moment where the picture will be. */
  readonly pictureComing: string;
  readonly pictureFailed: (alt: string) => string;
  /** On the page at which adding Theta to a workspace ends. */
  readonly install: {
    readonly done: string;
    readonly cancelled: string;
    /** What the browser brought back is too old, or was not made for it. */
    readonly stale: string;
    readonly orgWide: string;
    readonly fault: string;
    readonly again: string;
  };
}

/** What only this adapter has to say. */
export const slackWords: Localized<SlackWords> = {
  en: {
    colon: ': ',
    pictureComing: 'The picture is on its way …',
    pictureFailed: (alt) => `Slack would not take the picture this time. What it shows: ${alt}`,
    install: {
      done: 'Theta is in your workspace now. Write to it in Slack, or invite it to a channel; “help” shows what it can do. You can close this page.',
      cancelled: 'Theta was not added: Slack says that you cancelled.',
      stale:
        'Theta was not added: this link is too old, or was opened in another browser. Please start again.',
      orgWide:
        'Theta was not added: it can’t be installed for a whole organisation at once. Please choose a single workspace.',
      fault: 'Theta was not added: something went wrong on our side. Please try again in a minute.',
      again: 'Add Theta to Slack',
    },
  },
  zh: {
    colon: '：',
    pictureComing: '图片马上就到……',
    pictureFailed: (alt) => `这次图片没能传到 Slack 上。图里画的是：${alt}`,
    install: {
      done: 'Theta 已经加入你的工作区。在 Slack 里给它发消息，或把它邀请到频道里；发送“help”，看看它会做什么。现在可以关掉这个页面了。',
      cancelled: '没有添加 Theta：Slack 说你取消了安装。',
      stale: '没有添加 Theta：这个链接已经过期，或者是在别的浏览器里打开的。请重新开始。',
      orgWide: '没有添加 Theta：它不能一次安装到整个组织，请选择单个工作区。',
      fault: '没有添加 Theta：我们这边出了点问题，请过一分钟再试。',
      again: '把 Theta 添加到 Slack',
    },
  },
};
