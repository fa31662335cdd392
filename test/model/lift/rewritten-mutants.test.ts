import { describe, expect, it } from 'vitest';
import { mutants } from '../../../model/mutants/index.ts';
import { behaviour } from './lifting.ts';
import { asLifted, byHand, rewrittenMutants } from './rewritten.ts';

it('all mutants are written as diffs too', () => {
  const names = rewrittenMutants.map(({ mutant }) => mutant);
  expect(names.toSorted()).toEqual(mutants.map(({ name }) => name).toSorted());
});

describe('a mutant that is written as a diff does what its module does:', () => {
  for (const rewritten of rewrittenMutants) {
    const { scenarios, property } = rewritten;
    it(`${rewritten.kernel} violates ${property} in ${scenarios.join(', ')}`, () => {
      const patch = asLifted(rewritten);
      const [first] = scenarios.map((scenario) => {
        const found = behaviour(scenario, patch);
        expect({ scenario, ...found }).toEqual({ scenario, ...behaviour(scenario, byHand(rewritten)) });
        return found;
      });
      expect(first?.verdicts[property]).toBe('violated');
    });
  }
});
