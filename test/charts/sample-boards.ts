import type { Board, Moments, Parameters, Point, Predictions } from '../../src/charts/chart.ts';

export interface Settings {
  readonly epochs: number;
  readonly lr: number;
  readonly batch: number;
  readonly samples: number;
  readonly noise: number;
  readonly seed: number;
}

const DEFAULTS: Settings = { epochs: 1000, lr: 0.01, batch: 32, samples: 100, noise: 0.1, seed: 7 };

/** Runs of every character, as the trainer reports them. */
export const samples = {
  normal: {},
  short: { epochs: 500 },
  crawling: { lr: 0.0001 },
  oscillating: { lr: 0.75, batch: 100, epochs: 60 },
  nearLimit: { lr: 0.785, batch: 100, epochs: 400 },
  noisySteps: { lr: 0.3, batch: 1 },
  diverging: { lr: 5 },
  divergingSlowly: { lr: 0.87, batch: 100, epochs: 100 },
  exact: { noise: 0, lr: 0.5, batch: 100, epochs: 3000 },
  noisy: { noise: 10, epochs: 1000 },
  oneEpoch: { epochs: 1 },
  tinyStep: { epochs: 1, lr: 1e-7 },
  long: { epochs: 100_000, lr: 0.01 },
  tenPoints: { samples: 10, batch: 10 },
  manyPoints: { samples: 10_000, epochs: 50 },
} satisfies Record<string, Partial<Settings>>;

export type SampleName = keyof typeof samples;

const simulated = new Map<SampleName, Omit<Board, 'theme' | 'locale'>>();

export function sampleBoard(name: SampleName, look: Partial<Pick<Board, 'theme' | 'locale'>> = {}): Board {
  const run = simulated.get(name) ?? simulate({ ...DEFAULTS, ...samples[name] });
  simulated.set(name, run);
  return { ...run, theme: 'light', locale: 'en', ...look };
}

/** Predictions of the normal run's line, with intervals of a width that its noise explains. */
export function samplePredictions(
  xs: readonly number[],
  look: Partial<Pick<Board, 'theme' | 'locale'>> = {},
  name: SampleName = 'normal',
): Predictions {
  const { train, theta, locale, theme, minimum } = sampleBoard(name, look);
  const half = 2 * Math.sqrt(minimum.loss);
  const predictions = xs.map((x) => {
    const y = theta.w * x + theta.b;
    const width = half * Math.hypot(1, 0.1, 0.35 * (x - 0.5));
    return { x, y, low: y - width, high: y + width };
  });
  return { kind: 'predictions', locale, theme, train, theta, truth: { w: 2, b: 1 }, predictions };
}

/** Stochastic gradient descent written down plainly: test data only, in double precision. */
function simulate(s: Settings): Omit<Board, 'theme' | 'locale'> {
  const random = createRandom(s.seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const drawPoints = (count: number) =>
    Array.from({ length: count }, (): Point => {
      const x = random();
      return { x, y: 2 * x + 1 + s.noise * normal() };
    });
  const train = drawPoints(s.samples);
  const validation = drawPoints(50);
  let w = (random() * 2 - 1) * Math.sqrt(3);
  let b = 0;
  const order = train.map((_, i) => i);
  const path = [{ epoch: 0, w, b }];
  const losses = [
    {
      epoch: 0,
      train: meanSquaredError(train, { w, b }),
      validation: meanSquaredError(validation, { w, b }),
    },
  ];
  const stride = Math.ceil(s.epochs / 200);
  let divergedAt: number | null = null;
  for (let epoch = 1; epoch <= s.epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const k = Math.floor(random() * (i + 1));
      [order[i], order[k]] = [order[k]!, order[i]!];
    }
    for (let from = 0; from < order.length; from += s.batch) {
      const batch = order.slice(from, from + s.batch);
      let gw = 0;
      let gb = 0;
      for (const i of batch) {
        const error = w * train[i]!.x + b - train[i]!.y;
        gw += (2 * error * train[i]!.x) / batch.length;
        gb += (2 * error) / batch.length;
      }
      w = w - s.lr * gw;
      b = b - s.lr * gb;
    }
    const loss = {
      train: meanSquaredError(train, { w, b }),
      validation: meanSquaredError(validation, { w, b }),
    };
    if (!(loss.train < 3.4e38 && loss.validation < 3.4e38)) {
      divergedAt = epoch;
      break;
    }
    if (epoch % stride === 0 || epoch < 20 || /^10*$/.test(String(epoch)) || epoch === s.epochs) {
      path.push({ epoch, w, b });
      losses.push({ epoch, ...loss });
    }
  }
  const surface = momentsOf(train);
  const slope = (surface.xy - surface.x * surface.y) / (surface.xx - surface.x ** 2);
  const minimum = { w: slope, b: surface.y - slope * surface.x };
  return {
    kind: 'board',
    learningRate: s.lr,
    epochs: s.epochs,
    train: train.slice(0, 300),
    validation,
    theta: path.at(-1)!,
    losses,
    path,
    surface,
    minimum: { ...minimum, loss: meanSquaredError(train, minimum) },
    divergedAt,
    diverged: divergedAt !== null || losses.at(-1)!.train > 10 * losses[0]!.train,
  };
}

function meanSquaredError(points: readonly Point[], { w, b }: Parameters): number {
  return mean(points, ({ x, y }) => (w * x + b - y) ** 2);
}

function momentsOf(points: readonly Point[]): Moments {
  return {
    x: mean(points, ({ x }) => x),
    y: mean(points, ({ y }) => y),
    xx: mean(points, ({ x }) => x * x),
    xy: mean(points, ({ x, y }) => x * y),
    yy: mean(points, ({ y }) => y * y),
  };
}

function mean(points: readonly Point[], of: (point: Point) => number): number {
  return points.reduce((sum, point) => sum + of(point), 0) / points.length;
}

/** Mulberry32: a small seeded generator. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
