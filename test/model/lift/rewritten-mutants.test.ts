import { describe, expect, it } from 'vitest';
import { mutants } from '../../../model/mutants/index.ts';
import { expectSame, verdictsOf } from './lifting.ts';
import { asLifted, byHand, notAsDiffs, rewrittenMutants } from './rewritten.ts';

it('all mutants that can be are written as diffs too', () => {
  const names = [...rewrittenMutants.map(({ mutant }) => mutant), ...Object.keys(notAsDiffs)];
  expect(names.toSorted()).toEqual(mutants.map(({ name }) => name).toSorted());
});

describe('a mutant that is written as a diff does what its module does:', () => {
  for (const rewritten of rewrittenMutants) {
    const { scenarios, property, differs } = rewritten;
    if (differs !== undefined) continue;
    it(`${rewritten.kernel} violates ${property} in ${scenarios.join(', ')}`, () => {
      const patch = asLifted(rewritten);
      for (const scenario of scenarios) expectSame(scenario, patch, byHand(rewritten));
      expect(verdictsOf(scenarios[0] as string, patch)[property]).toBe('violated');
    });
  }
});

describe('a mutant that is written as a diff is found out all the same, or judged of nothing:', () => {
  const withDifference = (how: string) => rewrittenMutants.filter(({ differs }) => differs === how);

  it.each(withDifference('finer'))('$kernel violates $property', (rewritten) => {
    const verdicts = rewritten.scenarios.map((one) => verdictsOf(one, asLifted(rewritten))[rewritten.property]);
    expect(new Set(verdicts)).toEqual(new Set(['violated']));
  });

  it.each(withDifference('trapped'))('$kernel is a trap', (rewritten) => {
    const verdicts = rewritten.scenarios.map((one) => verdictsOf(one, asLifted(rewritten))[rewritten.property]);
    expect(new Set(verdicts)).toEqual(new Set(['not-judged']));
  });
});
