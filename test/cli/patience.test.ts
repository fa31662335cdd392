/** A thread on a busy machine is given more time, and one that waits for ever is not given all. */
import { describe, expect, it } from 'vitest';
import { moment, patienceUsed } from '../../cli/executor/patience.ts';

const begin = { clock: 1000, cpu: 500 };
const later = (clock: number, cpu: number) => ({ clock: begin.clock + clock, cpu: begin.cpu + cpu });

describe('patience', () => {
  it('goes by CPU time, not by the clock', () => {
    expect(patienceUsed(begin, later(1500, 1500), 1)).toBe(1500);
    expect(patienceUsed(begin, later(6000, 1000), 1)).toBe(1000);
  });
  it('shares CPU time among the threads that run', () => {
    expect(patienceUsed(begin, later(1500, 3000), 2)).toBe(1500);
    expect(patienceUsed(begin, later(0, 3000), 0)).toBe(3000);
  });
  it('goes by the clock, slowly, where nothing is computed', () => {
    expect(patienceUsed(begin, later(20_000, 10), 1)).toBe(2000);
  });
  it('is used up by work', () => {
    const from = moment();
    let sum = 0;
    while (moment().cpu - from.cpu < 30) sum += 1;
    expect(sum).toBeGreaterThan(0);
    expect(patienceUsed(from, moment(), 1)).toBeGreaterThanOrEqual(30);
  });
});
