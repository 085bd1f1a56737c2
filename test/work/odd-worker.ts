// A worker that does to itself what a job could do to it.
import { setTimeout as sleep } from 'node:timers/promises';

const started = Date.now() + Math.random();

export default async function work(order: string): Promise<number> {
  if (order === 'throw') throw new Error('no such order');
  if (order === 'exit') process.exit(3);
  if (order === 'hang') for (;;);
  if (order === 'eat')
    for (const eaten: number[][] = []; ; ) eaten.push(Array.from({ length: 1e5 }, (_, i) => i));
  if (order === 'die later') setTimeout(() => process.exit(3), 10);
  if (order === 'fail later') setTimeout(() => Promise.reject(new Error('too late')), 10);
  if (order === 'sleep') await sleep(300);
  return started;
}

export function greeting(): string {
  return 'hello';
}
