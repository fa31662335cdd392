import { describe, expect, it } from 'vitest';
import { megabytes, rate, sayProgress } from '../../cli/progress.ts';

const far = { states: 12_345, transitions: 40_000, depth: 40, queue: 678, bytes: 2_345_678, seconds: 2 };

describe('the progress line', () => {
  it('tells what was found, what waits, how fast it goes, and what it takes', () => {
    expect(sayProgress({ ...far, reduced: false, rounds: 0 })).toBe(
      '12,345 states, 40,000 transitions, 40 deep, 678 waiting, 20,000/s, 2.3 MB',
    );
  });

  it('says that something is left out, and how often the search began anew', () => {
    expect(sayProgress({ ...far, reduced: true, rounds: 1 })).toMatch(/2\.3 MB, reduced$/);
    expect(sayProgress({ ...far, reduced: true, rounds: 2 })).toMatch(/, reduced, begun anew 1 time$/);
    expect(sayProgress({ ...far, reduced: true, rounds: 3 })).toMatch(/, reduced, begun anew 2 times$/);
  });

  it('has no rate before any time has passed', () => {
    expect(rate(0, 0)).toBe(0);
    expect(rate(10, 4)).toBe(3);
  });

  it('rounds memory', () => {
    expect([0, 999_999, 12_345_678, 12e9].map(megabytes)).toEqual(['0 MB', '1 MB', '12 MB', '12,000 MB']);
  });
});
