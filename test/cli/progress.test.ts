import { describe, expect, it } from 'vitest';
import { duration, megabytes, progressOn, rate, sayOverall, sayProgress, Tally } from '../../cli/progress.ts';

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

describe('the progress of many searches', () => {
  it('is how many are done, of how many, and for how long it has gone on', () => {
    expect(sayOverall({ done: 37, of: 360, seconds: 723.9 })).toBe('37 of 360 searches, 12 m 3 s so far');
    expect(sayOverall({ done: 0, of: 1200, seconds: 0 })).toBe('0 of 1,200 searches, 0 s so far');
  });

  it('stands in front of the search that runs, on a terminal', async () => {
    let written = '';
    const terminal = { isTTY: true, columns: 100, rows: 20, write: (text: string) => (written += text) };
    const searches = new Tally();
    const line = await progressOn(terminal as unknown as NodeJS.WriteStream, false, searches);
    searches.expect(3);
    searches.countOne();
    line.show('dw1, 2.6.20', '5 states');
    expect(written).toContain('1 of 3 searches, 0 s so far; dw1, 2.6.20: 5 states');
  });

  it('is nothing of its own where there is one', () => {
    expect(sayOverall({ done: 0, of: 1, seconds: 5 })).toBeNull();
    expect(sayOverall({ done: 0, of: 2, seconds: 5 })).toBe('0 of 2 searches, 5 s so far');
  });

  it('tells time in the two largest units that there are', () => {
    const said = [0, 0.99, 59.9, 60, 61, 3599.9, 3600, 3661, 86_400 * 50].map(duration);
    expect(said).toEqual([
      '0 s',
      '0 s',
      '59 s',
      '1 m 0 s',
      '1 m 1 s',
      '59 m 59 s',
      '1 h 0 m',
      '1 h 1 m',
      '1,200 h 0 m',
    ]);
  });
});
