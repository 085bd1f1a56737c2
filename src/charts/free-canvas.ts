import type { Canvas } from '@napi-rs/canvas';

/**
 * Gives a canvas's memory back now. The garbage collector would in its time, but it does not see the pixels, which
 * lie outside its heap: until it comes by, they gather by the hundred megabytes.
 */
export function freeCanvas(canvas: Canvas): void {
  canvas.width = 1;
  canvas.height = 1;
}
