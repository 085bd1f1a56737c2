import type { Target } from './target.ts';
import { thetaTargets } from './theta-targets.ts';

export const targets: readonly Target[] = [...thetaTargets];
