import type { Moments, Parameters } from './chart.ts';
import type { Ellipse } from './draw-contours.ts';

/**
 * Curves of equal loss of a line, `most`, `most`/step, `most`/step² … above the minimum.
 *
 * The loss is J(θ) = J(θ*) + ½·(θ − θ*)ᵀH(θ − θ*) with H = 2·[[xx, x], [x, 1]], so such a curve is an ellipse around
 * θ* along the eigenvectors of H, with half-axes √(2·excess/λ).
 * @param most the largest excess over the minimal loss
 */
export function lossEllipses(
  surface: Moments,
  minimum: Parameters,
  most: number,
  step: number,
  count: number,
): Ellipse[] {
  const { xx, x } = surface;
  const mean = xx + 1;
  const spread = Math.hypot(xx - 1, 2 * x);
  const steep = mean + spread;
  // det H/λ, since mean − spread cancels when all x are nearly equal.
  const flat = Math.max((4 * (xx - x * x)) / steep, steep * 1e-12);
  const angle = Math.atan2(2 * x, xx - 1) / 2;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return Array.from({ length: count }, (_, i) => {
    const excess = most / step ** i;
    const short = Math.sqrt((2 * excess) / steep);
    const long = Math.sqrt((2 * excess) / flat);
    return {
      center: { w: minimum.w, b: minimum.b },
      u: { w: short * cos, b: short * sin },
      v: { w: -long * sin, b: long * cos },
    };
  });
}

/** How far the loss at θ is above its minimum: ½·(θ − θ*)ᵀH(θ − θ*). */
export function excessLoss({ xx, x }: Moments, minimum: Parameters, theta: Parameters): number {
  const [w, b] = [theta.w - minimum.w, theta.b - minimum.b];
  return xx * w * w + 2 * x * w * b + b * b;
}
