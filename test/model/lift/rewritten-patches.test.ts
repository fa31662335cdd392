import { describe, it } from 'vitest';
import { expectSame } from './lifting.ts';
import { asLifted, byHand, rewrittenPatches } from './rewritten.ts';

describe('a shipped patch that is written as a diff does what its module does:', () => {
  for (const rewritten of rewrittenPatches)
    it(`${rewritten.kernel}, in ${rewritten.scenarios.join(', ')}`, () => {
      const patch = asLifted(rewritten);
      for (const scenario of rewritten.scenarios) expectSame(scenario, patch, byHand(rewritten));
    });
});
