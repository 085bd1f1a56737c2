import type { Trouble } from '../checkup/finding.ts';
import type { Localized } from '../locales/locale.ts';

interface CheckWords {
  readonly fonts: (characters: readonly string[]) => string;
  readonly noFonts: (reason: string) => Trouble;
  readonly blank: (characters: readonly string[]) => Trouble;
  readonly quickChart: (host: string) => string;
  readonly quickChartAt: (host: string) => string;
}

/** What a check-up of drawing says. */
export const checkWords: Localized<CheckWords> = {
  en: {
    fonts: (characters) => `The shipped fonts draw ${characters.join(' ')}.`,
    noFonts: (reason) => ({
      says: `The shipped fonts can’t be used: ${reason}.`,
      mend: 'Put the folder src/charts/fonts back, from the same version of Theta.',
    }),
    blank: (characters) => ({
      says: `Pictures would show blanks in place of ${characters.join(' ')}.`,
      mend: 'Put the folder src/charts/fonts back, from the same version of Theta.',
    }),
    quickChart: (host) => `The QuickChart server at ${host} draws.`,
    quickChartAt: (host) => `QuickChart at ${host} (QUICKCHART_URL; Theta draws by itself meanwhile)`,
  },
  zh: {
    fonts: (characters) => `自带的字体画得出 ${characters.join(' ')}。`,
    noFonts: (reason) => ({
      says: `自带的字体用不了：${reason}。`,
      mend: '请从同一版本的 Theta 里恢复 src/charts/fonts 文件夹。',
    }),
    blank: (characters) => ({
      says: `图片里 ${characters.join(' ')} 会显示成空白。`,
      mend: '请从同一版本的 Theta 里恢复 src/charts/fonts 文件夹。',
    }),
    quickChart: (host) => `${host} 上的 QuickChart 服务器可以绘图。`,
    quickChartAt: (host) => `${host} 上的 QuickChart（QUICKCHART_URL；在此期间由 Theta 自己绘图）`,
  },
};
