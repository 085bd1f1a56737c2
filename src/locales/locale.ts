/** The languages Theta speaks. `zh` is Simplified Chinese. */
export type Locale = 'en' | 'zh';

/** One value per language. */
export type Localized<T = string> = Readonly<Record<Locale, T>>;

/** Any Chinese tag (zh-CN, zh-TW, zh-HK, zh_Hans …) gets Chinese; everything else, also nothing, English. */
export function toLocale(tag: string | null | undefined): Locale {
  return /^zh\b|^zh_/i.test(tag ?? '') ? 'zh' : 'en';
}
