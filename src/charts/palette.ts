import type { Theme } from './chart.ts';

/** Colours of one theme. Series colours are Okabe and Ito's, which people with any colour vision tell apart. */
export interface Palette {
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly axis: string;
  readonly train: string;
  readonly validation: string;
  /** Lines and paths: the strongest contrast there is. */
  readonly line: string;
  /** Loss from far above the minimum to close by, as red, green, blue. */
  readonly farLoss: Rgb;
  readonly nearLoss: Rgb;
  readonly contour: string;
}

type Rgb = readonly [number, number, number];

export const palettes: Readonly<Record<Theme, Palette>> = {
  light: {
    background: '#ffffff',
    text: '#1b1f24',
    muted: '#57606a',
    grid: '#e3e6ea',
    axis: '#8b949e',
    train: '#0072b2',
    validation: '#d55e00',
    line: '#1b1f24',
    farLoss: [82, 144, 196],
    nearLoss: [255, 255, 255],
    contour: 'rgba(27, 31, 36, 0.22)',
  },
  dark: {
    background: '#1b1d23',
    text: '#f2f4f7',
    muted: '#a7afb9',
    grid: '#33373f',
    axis: '#6f7781',
    train: '#56b4e9',
    validation: '#e69f00',
    line: '#ffffff',
    farLoss: [31, 47, 69],
    nearLoss: [80, 148, 206],
    contour: 'rgba(255, 255, 255, 0.2)',
  },
};

/** A colour on the way from `from` (0) to `to` (1). */
export function mixColors(from: Rgb, to: Rgb, share: number): string {
  const channels = from.map((value, i) => Math.round(value + (to[i]! - value) * share));
  return `rgb(${channels.join(', ')})`;
}
