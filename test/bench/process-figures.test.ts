import { expect, it } from 'vitest';
import {
  parseBytes,
  parseStat,
  readFamilyCpu,
  readProcess,
  readThreads,
} from '../../bench/class/process-figures.ts';

it('finds its fields behind a program’s name with spaces and brackets', () => {
  const stat = '4242 (a) b (c) S 17 4242 4242 0 -1 4194560 9 0 0 0 250 50 30 20 20 0 12 0 99 1 2';
  expect(parseStat(stat)).toEqual({ parent: 17, cpuSeconds: 3, endedChildrenSeconds: 0.5 });
});

it('reads kibibytes, and says what it misses', () => {
  const status = 'Name:\tnode\nVmHWM:\t  2048 kB\nVmRSS:\t  1024 kB\n';
  expect([parseBytes(status, 'VmRSS'), parseBytes(status, 'VmHWM')]).toEqual([1_048_576, 2_097_152]);
  expect(() => parseBytes(status, 'Pss')).toThrow('Pss');
});

it.runIf(process.platform === 'linux')('agrees with what Node knows of this process', () => {
  const { rss, peakRss, pss, cpuSeconds } = readProcess(process.pid);
  const { user, system } = process.cpuUsage();
  expect(Math.abs(cpuSeconds - (user + system) / 1e6)).toBeLessThan(0.5);
  expect(rss / process.memoryUsage.rss()).toBeCloseTo(1, 0);
  expect(peakRss).toBeGreaterThanOrEqual(pss);
  expect(readFamilyCpu(process.pid)).toBeGreaterThanOrEqual(cpuSeconds);
  expect(readThreads(process.pid).map(({ id }) => id)).toContain(process.pid);
});
