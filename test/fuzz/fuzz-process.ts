import { randomInt } from 'node:crypto';
import { runTarget } from './target.ts';
import { targets } from './targets.ts';

// npm run test:fuzz [-- seed [part of a target's name]]: every target's whole round, with a new seed each time.
const [seed = String(randomInt(2 ** 31)), wanted = ''] = process.argv.slice(2);
const chosen = targets.filter(({ name }) => name.includes(wanted));
let total = 0;
console.log(
  `seed ${seed}\n${'target'.padEnd(24)}${'cases'.padStart(8)}${'seconds'.padStart(9)}${'slowest, ms'.padStart(13)}`,
);
for (const target of chosen) {
  const began = performance.now();
  const round = await runTarget(target, target.cases, Number(seed));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const columns = [
    String(round.cases).padStart(8),
    seconds.padStart(9),
    round.slowestMs.toFixed(0).padStart(13),
  ];
  console.log(target.name.padEnd(24) + columns.join(''));
  total += round.cases;
  if (round.failure === undefined) continue;
  console.log(round.failure);
  process.exitCode = 1;
}
console.log(`${'in all'.padEnd(24)}${String(total).padStart(8)}`);
