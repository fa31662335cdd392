/** A law that fast-check tries: on the same values every time, so that it is known what they come upon, and on some that are new. */
import fc from 'fast-check';
import { seed, timesAsMany } from './drawn.ts';

const ALWAYS = 2007;

/** Throws where the law does not hold for one of so many values, times `TEST_TIMES`, or of a fifth as many that are drawn. */
export function assertLaw<A extends unknown[]>(law: fc.IProperty<A>, usually: number): void {
  fc.assert(law, { seed: ALWAYS, numRuns: timesAsMany(usually) });
  fc.assert(law, { seed, numRuns: timesAsMany(usually / 5) });
}
