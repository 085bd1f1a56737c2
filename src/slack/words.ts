import type { Localized } from '../locales/locale.ts';

interface SlackWords {
  /** Between a field's name and its value, which share a line here. */
  readonly colon: string;
  /** Stands for a moment where the picture will be. */
  readonly pictureComing: string;
  readonly pictureFailed: (alt: string) => string;
}

/** What only this adapter has to say. */
export const slackWords: Localized<SlackWords> = {
  en: {
    colon: ': ',
    pictureComing: 'The picture is on its way …',
    pictureFailed: (alt) => `Slack would not take the picture this time. What it shows: ${alt}`,
  },
  zh: {
    colon: '：',
    pictureComing: '图片马上就到……',
    pictureFailed: (alt) => `这次图片没能传到 Slack 上。图里画的是：${alt}`,
  },
};
