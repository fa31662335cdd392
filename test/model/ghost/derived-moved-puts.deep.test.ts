/** Gets and puts that a patch has moved into a function of its own are derived as if they stood where they were. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base } from '../../../model/patches/index.ts';
import { assertLaw } from '../../law.ts';
import { verdicts } from '../../properties/aio/decide.ts';
import { Comparison, showDifference } from './compare.ts';
import { movedPuts, withMoved } from './moved-puts.ts';

describe.each(movedPuts.map((moved) => [moved.patch.name, moved] as const))('%s', (_name, moved) => {
  const { patch, scenarios } = moved;

  it('has the ledger that is written by hand, after every step', () => {
    const comparison = new Comparison(patch, withMoved(moved));
    assertLaw(
      fc.property(fc.constantFrom(...scenarios), fc.nat({ max: 2 ** 31 - 1 }), (scenario, number) => {
        const difference = comparison.on(scenario, number);
        expect(difference === null ? '' : showDifference(difference)).toBe('');
      }),
      10,
    );
  });

  it.each(scenarios)('violates in %s what 2.6.20 violates, as soon', (scenario) => {
    expect(verdicts(scenario, patch)).toEqual(verdicts(scenario, base));
  });
});
