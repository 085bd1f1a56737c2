import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { Chart } from 'chart.js/auto';
import { describe, expect, it } from 'vitest';
import type { Chart as ChartSpec } from '../../src/charts/chart.ts';
import type { LabelPlugin } from '../../src/charts/draw-labels.ts';
import { registerFonts } from '../../src/charts/fonts.ts';
import type { Panel } from '../../src/charts/panel.ts';
import { createPanels } from '../../src/charts/panels.ts';
import { type SampleName, sampleBoard, samplePredictions, samples } from './sample-boards.ts';

registerFonts();

interface Box {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Draws a panel and notes where each text comes to stand. */
function layOut(panel: Panel): Box[] {
  const canvas = createCanvas(panel.width, panel.height);
  const context = canvas.getContext('2d');
  const boxes: Box[] = [];
  const fillText = context.fillText.bind(context);
  context.fillText = (text: string, x: number, y: number, ...rest: number[]) => {
    boxes.push(boxOf(context, text, x, y));
    fillText(text, x, y, ...rest);
  };
  new Chart(canvas as unknown as HTMLCanvasElement, panel.config).destroy();
  return boxes.filter(({ text }) => text.trim() !== '');
}

function boxOf(context: SKRSContext2D, text: string, x: number, y: number): Box {
  const { width, actualBoundingBoxAscent: up, actualBoundingBoxDescent: down } = context.measureText(text);
  const shift = { left: 0, start: 0, center: width / 2, right: width, end: width }[context.textAlign];
  const transform = context.getTransform();
  const corners = [x - shift, x - shift + width].flatMap((cx) =>
    [y - up, y + down].map((cy) => ({
      x: transform.a * cx + transform.c * cy + transform.e,
      y: transform.b * cx + transform.d * cy + transform.f,
    })),
  );
  const xs = corners.map((corner) => corner.x);
  const ys = corners.map((corner) => corner.y);
  return {
    text,
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  };
}

function collide(one: Box, other: Box): boolean {
  const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return across > 1 && down > 1;
}

function textsOf(chart: ChartSpec, panel: number): string[] {
  return layOut(createPanels(chart)[panel]!).map(({ text }) => text);
}

describe('texts on pictures', () => {
  const charts: Record<string, ChartSpec> = Object.fromEntries(
    (['en', 'zh'] as const).flatMap((locale) => [
      ...(Object.keys(samples) as SampleName[]).map((name) => [
        `${name}, ${locale}`,
        sampleBoard(name, { locale }),
      ]),
      [`few predictions, ${locale}`, samplePredictions([0.3, 0.31, 0.9], { locale })],
      [
        `many predictions, ${locale}`,
        samplePredictions(
          Array.from({ length: 20 }, (_, i) => i - 10),
          { locale },
        ),
      ],
    ]),
  );

  it.each(Object.keys(charts))('stay in view and clear of each other: %s', (name) => {
    for (const panel of createPanels(charts[name]!)) {
      const boxes = layOut(panel);
      const outside = boxes.filter(
        (box) => box.left < 0 || box.top < 0 || box.right > panel.width || box.bottom > panel.height,
      );
      expect(outside).toEqual([]);
      const collisions = boxes.flatMap((box, i) =>
        boxes
          .slice(i + 1)
          .filter((other) => collide(box, other))
          .map((other) => `${box.text} / ${other.text}`),
      );
      expect(collisions).toEqual([]);
    }
  });

  it('say where a path starts, ends and should end', () => {
    expect(textsOf(sampleBoard('normal'), 2)).toEqual(
      expect.arrayContaining(['start', '10', '100', 'epoch 1,000', 'minimum 0.011']),
    );
  });

  it('say of a run that diverges where it leaves, and from where on nothing is finite', () => {
    const board = sampleBoard('diverging');
    expect(textsOf(board, 0)).toContain('the line has left the picture');
    expect(textsOf(board, 1)).toContain(`infinite from epoch ${board.divergedAt}`);
    expect(textsOf(board, 2)).toContain('leaves at epoch 1');
    expect(textsOf(sampleBoard('nearLimit', { locale: 'zh' }), 1)).toContain('越来越大，没有止境');
  });

  it('give the equation, and the losses at the ends of their curves', () => {
    expect(textsOf(sampleBoard('normal'), 0)).toContain('y = 2.053x + 0.9752');
    expect(textsOf(sampleBoard('normal'), 1)).toEqual(
      expect.arrayContaining(['training 0.0112', 'validation 0.00914']),
    );
  });

  it('keep the order in which they matter when there is no room for all', () => {
    const panel = createPanels(sampleBoard('noisySteps'))[2]!;
    const plugin = panel.config.plugins!.find(({ id }) => id === 'labels') as LabelPlugin;
    const required = plugin.labels.filter((label) => !label.optional).map((label) => label.spans[0]!.text);
    expect(textsOf(sampleBoard('noisySteps'), 2)).toEqual(expect.arrayContaining(required));
  });
});
