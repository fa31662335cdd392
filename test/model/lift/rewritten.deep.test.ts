import { describe, it } from 'vitest';
import { expectedOf, manifestScenarios } from '../../../properties/aio/manifest.ts';
import { shareOf } from '../../drawn.ts';
import { expectSame } from './lifting.ts';
import { asLifted, byHand, rewrittenMutants, rewrittenPatches } from './rewritten.ts';

/** Those above take a minute and more for all patches. */
const AT_MOST = 50_000;

const scenarios = manifestScenarios().filter((name) => (expectedOf(name, '2.6.20')?.states ?? 0) <= AT_MOST);

describe('what is written as a diff does what its module does, in all scenarios that are not large:', () => {
  for (const rewritten of [
    ...rewrittenPatches,
    ...shareOf(
      rewrittenMutants.filter(({ differs }) => differs === undefined),
      4,
    ),
  ])
    it(rewritten.kernel, { timeout: 600_000 }, () => {
      const patch = asLifted(rewritten);
      for (const scenario of shareOf(scenarios, 12)) expectSame(scenario, patch, byHand(rewritten));
    });
});
