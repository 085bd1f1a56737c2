import { describe, expect, it } from 'vitest';
import { percentile, slope } from '../../bench/class/statistics.ts';

describe('a percentile', () => {
  it('is a value that was there, at or above so many of all', () => {
    const values = [40, 10, 30, 20];
    expect([0, 25, 50, 75, 76, 100].map((percent) => percentile(values, percent))).toEqual([
      10, 10, 20, 30, 40, 40,
    ]);
    expect(
      percentile(
        Array.from({ length: 200 }, (_, i) => i + 1),
        99,
      ),
    ).toBe(198);
  });

  it('of nothing is no number', () => {
    expect(percentile([], 50)).toBeNaN();
  });
});

it('a slope is the growth from one value to the next, whatever lies around the line', () => {
  expect(slope([5, 7, 9, 11])).toBeCloseTo(2);
  expect(slope([300, 300, 300])).toBe(0);
  expect(slope([1, -1, 1, -1, 1])).toBeCloseTo(0);
});
