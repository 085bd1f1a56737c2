import type { Features } from './question-features.ts';

export interface Sample {
  readonly label: string;
  readonly features: Features;
}
export interface Ranked {
  readonly label: string;
  readonly probability: number;
}
/** Every label with its probability, best first. */
export type Classify = (features: Features) => readonly Ranked[];

interface Vector {
  readonly index: readonly number[];
  readonly value: readonly number[];
}

const EPOCHS = 5;
const LEARNING_RATE = 0.5;
const BIAS_LEARNING_RATE = 0.02;
const WEIGHT_DECAY = 5e-4;

/**
 * Softmax regression, trained by what Theta teaches: gradient descent on a loss, here stochastic, on the
 * cross-entropy, with a step of its own for each weight (AdaGrad: Duchi, Hazan and Singer, 2011). Deterministic.
 */
export function trainClassifier(samples: Iterable<Sample>): Classify {
  const labels: string[] = [];
  const vocabulary = new Map<string, number>();
  const vectors: Vector[] = [];
  const targets: number[] = [];
  for (const { label, features } of samples) {
    if (!labels.includes(label)) labels.push(label);
    for (const feature of features.keys()) {
      if (!vocabulary.has(feature)) vocabulary.set(feature, vocabulary.size);
    }
    vectors.push(toVector(features, vocabulary));
    targets.push(labels.indexOf(label));
  }
  const size = labels.length;
  const weights = new Float64Array(vocabulary.size * size);
  const squares = new Float64Array(vocabulary.size * size).fill(1e-8);
  const biases = new Float64Array(size);

  function predict({ index, value }: Vector): Float64Array {
    const scores = biases.slice();
    for (let i = 0; i < index.length; i++) {
      const row = index[i]! * size;
      const x = value[i]!;
      for (let c = 0; c < size; c++) scores[c]! += weights[row + c]! * x;
    }
    return softmax(scores);
  }

  function step({ index, value }: Vector, target: number): void {
    const errors = predict({ index, value });
    errors[target]! -= 1;
    for (let c = 0; c < size; c++) biases[c]! -= BIAS_LEARNING_RATE * errors[c]!;
    for (let i = 0; i < index.length; i++) {
      const row = index[i]! * size;
      const x = value[i]!;
      for (let c = 0; c < size; c++) {
        const gradient = errors[c]! * x + WEIGHT_DECAY * weights[row + c]!;
        squares[row + c]! += gradient * gradient;
        weights[row + c]! -= (LEARNING_RATE * gradient) / Math.sqrt(squares[row + c]!);
      }
    }
  }

  const stride = coprimeStride(vectors.length);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (let i = 0; i < vectors.length; i++) {
      const at = ((i + epoch) * stride) % vectors.length;
      step(vectors[at]!, targets[at]!);
    }
  }
  return (features) => {
    const probabilities = predict(toVector(features, vocabulary));
    return labels
      .map((label, c) => ({ label, probability: probabilities[c]! }))
      .sort((a, b) => b.probability - a.probability);
  };
}

/** Turns scores into probabilities, in place. */
function softmax(scores: Float64Array): Float64Array {
  let sum = 0;
  let highest = -Infinity;
  for (let c = 0; c < scores.length; c++) highest = Math.max(highest, scores[c]!);
  for (let c = 0; c < scores.length; c++) sum += scores[c] = Math.exp(scores[c]! - highest);
  for (let c = 0; c < scores.length; c++) scores[c]! /= sum;
  return scores;
}

/** Features as a vector of length 1. Unknown ones count in the length: the less is known, the weaker the evidence. */
function toVector(features: Features, vocabulary: ReadonlyMap<string, number>): Vector {
  const length = Math.hypot(...features.values()) || 1;
  const index: number[] = [];
  const value: number[] = [];
  for (const [feature, weight] of features) {
    const known = vocabulary.get(feature);
    if (known === undefined) continue;
    index.push(known);
    value.push(weight / length);
  }
  return { index, value };
}

/** A step through n samples that visits each once and scatters neighbours, which are of one label. */
function coprimeStride(n: number): number {
  const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
  let stride = Math.max(1, Math.round(n * 0.618));
  while (gcd(stride, n) !== 1) stride++;
  return stride;
}
