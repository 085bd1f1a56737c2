import { discordPayloads } from './discord-target.ts';
import { pageBodies } from './page-target.ts';
import { slackPayloads } from './slack-target.ts';
import type { Target } from './target.ts';
import { thetaTargets } from './theta-targets.ts';

export const targets: readonly Target[] = [...thetaTargets, discordPayloads, slackPayloads, pageBodies];
