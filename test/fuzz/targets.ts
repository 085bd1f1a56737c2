import { platformTargets } from './platform-targets.ts';
import type { Target } from './target.ts';
import { thetaTargets } from './theta-targets.ts';

export const targets: readonly Target[] = [...thetaTargets, ...platformTargets];
