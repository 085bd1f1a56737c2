import { expect, it } from 'vitest';
import { runTarget } from './target.ts';
import { targets } from './targets.ts';

/** Of the many cases of `npm run test:fuzz`, these, always the same. */
const SEED = 20261125;
const SHARE = 0.04;

it.each(targets)('takes whatever comes as $name', async (target) => {
  const cases = Math.ceil(target.cases * SHARE);
  const round = await runTarget(target, cases, SEED);
  expect(round.failure).toBeUndefined();
  expect(round.cases).toBe(cases);
});
