import { expect, it } from 'vitest';
import { type CpuProfile, partOf, sumSelfTimes } from '../../bench/class/self-times.ts';

const frame = (functionName: string, url: string) => ({ functionName, url, lineNumber: 9 });
const profile: CpuProfile = {
  startTime: 1_000_000,
  nodes: [
    { id: 1, callFrame: frame('(idle)', '') },
    { id: 2, callFrame: frame('train', 'file:///x/dist/src/regression/train.js') },
    { id: 3, callFrame: frame('run', 'file:///x/node_modules/@a/b/index.js') },
    { id: 4, callFrame: frame('(garbage collector)', '') },
  ],
  // At 1, 3, 5, 6, 9 and 10 ms after the start.
  samples: [2, 3, 2, 1, 4, 2],
  timeDeltas: [1000, 2000, 2000, 1000, 3000, 1000],
};

it('adds up what was on top between two moments, and leaves waiting out', () => {
  const all = sumSelfTimes(profile, 0, Number.POSITIVE_INFINITY);
  expect(all.functions).toEqual([
    ['train dist/src/regression/train.js:10', 3],
    ['run @a/b/index.js:10', 2],
    ['(garbage collector)', 1],
  ]);
  expect(all.parts).toEqual([
    ['src/regression', 3],
    ['@a/b', 2],
    ['(garbage collector)', 1],
  ]);
  expect(sumSelfTimes(profile, 1_002_000, 1_004_000).parts).toEqual([['@a/b', 2]]);
});

it('knows packages, folders of ours and parts of Node', () => {
  expect(partOf('file:///x/node_modules/a/node_modules/undici/lib/x.js')).toBe('undici');
  expect(partOf('file:///x/dist/commands/train.js')).toBe('commands');
  expect(partOf('node:internal/streams/readable')).toBe('node:internal/streams');
  expect(partOf('node:zlib')).toBe('node:zlib');
  expect(partOf('')).toBeUndefined();
});
