import fc from 'fast-check';
import { describe, it } from 'vitest';
import { shippedScenarioNames } from '../../../cli/shipped-scenarios.ts';
import { compose, type Patch, PatchMisfit } from '../../../model/core/index.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { mutants } from '../../../model/mutants/index.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { shareOf } from '../../drawn.ts';
import { assertLaw } from '../../law.ts';
import { Comparison, showDifference } from './compare.ts';
import { handWritten } from './hand-written-of-patches.ts';
import { kernelNamed, patchedKernels } from './patched-kernels.ts';

function fits(patch: Patch): boolean {
  try {
    closeWorld(worldOf(shippedScenario('dw1')), patch);
    return true;
  } catch (problem) {
    if (!(problem instanceof PatchMisfit)) throw problem;
    return false;
  }
}

/** All at once, as far as they fit: what one patch records must not hang on another's not being there. */
const composed: readonly Patch[] = ['post-eiocbqueued+wake', 'invalidate-first', 'check-dead', 'cancel-when-dequeued']
  .flatMap((name) => mutants.map((mutant) => compose([kernelNamed(name), mutant])))
  .filter(fits);

describe.each([
  ['shipped', patchedKernels, 5],
  ['composed', shareOf(composed, 24), 25],
] as const)('the ledger of a %s kernel is the one that is written by hand', (_what, kernels, runs) => {
  it.each(kernels.map((patch) => [patch.name, patch] as const))('%s', (_name, patch) => {
    const comparison = new Comparison(patch, handWritten);
    assertLaw(
      fc.property(fc.constantFrom(...shippedScenarioNames()), fc.nat({ max: 2 ** 31 - 1 }), (scenario, number) => {
        const difference = comparison.on(scenario, number);
        if (difference !== null) throw new Error(showDifference(difference));
      }),
      runs,
    );
  });
});
