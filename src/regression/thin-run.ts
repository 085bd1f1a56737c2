import type { Training } from './training.ts';

/** Epochs to draw of a run's losses: the early ones, and of each later stretch the lowest and highest, at most 250. */
export function thinLosses({ trainLoss }: Training): number[] {
  const last = trainLoss.length - 1;
  const epochs = new Set(spaceLogarithmically(last, 90));
  const stretches = 79;
  for (let i = 0; i < stretches; i++) {
    const start = Math.floor((i * trainLoss.length) / stretches);
    const end = Math.floor(((i + 1) * trainLoss.length) / stretches);
    if (start === end) continue;
    let [lowest, highest] = [start, start];
    for (let epoch = start; epoch < end; epoch++) {
      if (trainLoss[epoch]! < trainLoss[lowest]!) lowest = epoch;
      if (trainLoss[epoch]! > trainLoss[highest]!) highest = epoch;
    }
    epochs.add(lowest).add(highest);
  }
  return inOrder(epochs);
}

/** Epochs to draw of θ's path: 1, 10, 100 … and the last, early ones, and then wherever it has moved on; at most 300. */
export function thinPath({ w, b }: Training): number[] {
  const last = w.length - 1;
  const epochs = new Set(spaceLogarithmically(last, 120));
  for (let mark = 1; mark <= last; mark *= 10) epochs.add(mark);
  const moves = new Float64Array(w.length);
  for (let i = 1; i <= last; i++) moves[i] = moves[i - 1]! + Math.hypot(w[i]! - w[i - 1]!, b[i]! - b[i - 1]!);
  const pieces = 170;
  for (let i = 0, piece = 0; i <= last; i++) {
    if (moves[i]! < (moves[last]! * piece) / pieces) continue;
    epochs.add(i);
    piece = Math.floor((moves[i]! / moves[last]!) * pieces) + 1;
  }
  return inOrder(epochs);
}

/** 0, `last`, and up to `most` − 2 between them, dense at first. */
function spaceLogarithmically(last: number, most: number): number[] {
  return Array.from({ length: most }, (_, i) => Math.round((last + 1) ** (i / (most - 1))) - 1);
}

function inOrder(epochs: Set<number>): number[] {
  return [...epochs].sort((a, b) => a - b);
}
