/** The contract of the reductions on the kernel: the verdicts, outcomes, final states in full and breaches of the search that leaves nothing out. */
import { describe, expect, it } from 'vitest';
import { mutants } from '../../../model/mutants/index.ts';
import { shippedPatches } from '../../../model/patches/index.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { PackedMachine, type Patch } from '../../../model/core/index.ts';
import { shippedScenarioNames } from '../../../cli/shipped-scenarios.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { properties } from '../../../properties/aio/index.ts';
import { canonical } from '../../../properties/aio/outcome.ts';
import { outcomeSet } from '../../../properties/aio/outcome-set.ts';
import { check } from '../../../properties/property.ts';
import { mayAccessOf, type Reductions } from '../../../properties/search/reduction.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { shareOf } from '../../drawn.ts';
import { comesTo as comesToBy } from './comes-to.ts';
import { kernel } from './decide.ts';

/** Unreduced searches up to this size are made here; the ground truth has the larger ones. */
const LARGE = 15_000;

const modelOf = (scenario: string, patch: Patch) => closeWorld(worldOf(shippedScenario(scenario)), patch);

const comesTo = (scenario: string, patch: Patch, reductions?: Reductions) =>
  comesToBy(new PackedMachine(modelOf(scenario, patch)), LARGE, reductions);

const outcomesBySymmetry = (scenario: string, patch: Patch): string[] =>
  outcomeSet(new PackedMachine(modelOf(scenario, patch)), { reductions: { from: 0 } }).outcomes.map(canonical);

const verdictsOf = (scenario: string, patch: Patch, leaving?: Reductions) =>
  check(new PackedMachine(modelOf(scenario, patch)), properties, { maxStates: LARGE, leaving }).judgements.map(
    ({ property, verdict, reached }) => `${property.name}: ${verdict}, ${reached}`,
  );

/** Final states in full are those of all that differs by a renaming. */
const atOnce: Reductions = { from: 0, symmetry: false };

/** One of two pairs of scenario and patch, and in the next run the others; five patches, so that each scenario has both kinds. */
const pairs = shippedScenarioNames().flatMap((scenario) => shippedPatches.map((patch) => [scenario, patch] as const));
const drawn = shareOf(pairs, 8);

describe.each(shippedScenarioNames())('%s', (scenario) => {
  it('comes to the same under a share of the shipped patches, reduced or not', { timeout: 1_800_000 }, () => {
    for (const [of, patch] of drawn) {
      if (of !== scenario) continue;
      const full = comesTo(scenario, patch);
      if (full.isLarge) continue;
      const reduced = comesTo(scenario, patch, atOnce);
      expect({ [patch.name]: reduced.all }).toEqual({ [patch.name]: full.all });
      expect(reduced.states).toBeLessThanOrEqual(full.states);
      expect({ [patch.name]: outcomesBySymmetry(scenario, patch) }).toEqual({ [patch.name]: full.all[0] });
      expect([patch.name, ...verdictsOf(scenario, patch, { from: 0 })]).toEqual([
        patch.name,
        ...verdictsOf(scenario, patch),
      ]);
    }
  });
});

const mutated = ['2.6.20', 'post-eiocbqueued+wake'].flatMap((base) => mutants.map(({ name }) => `${base}+${name}`));

it.each(['dw1-inval', 'dw1-reader', 'retry1', 'queued-cancel', 'queued-sync', 'dw1-sync', 'retry1-sync'])(
  '%s has the same verdicts under a share of the mutants, reduced or not',
  { timeout: 1_800_000 },
  (scenario) => {
    // An odd share: both kernels, and in the next run the other mutants.
    for (const name of shareOf(mutated, 11)) {
      const patch = fitting(name);
      if (patch === null || comesTo(scenario, patch).isLarge) continue;
      expect([name, ...verdictsOf(scenario, patch, { from: 0 })]).toEqual([name, ...verdictsOf(scenario, patch)]);
    }
  },
);

/** Some mutants break what only one of the kernels has. */
function fitting(name: string): Patch | null {
  const patch = kernel(name);
  try {
    modelOf('buffered', patch);
    return patch;
  } catch {
    return null;
  }
}

it('notices when nothing is believed to be freed while it is held', () => {
  const believing: Reductions = {
    ...atOnce,
    *mayAccessOf(observed, watched) {
      observed.knowledge.unpinned.clear();
      return yield* mayAccessOf(observed, watched);
    },
  };
  const noticed = ['dw1-inval', 'dw1-all-nosync', 'dw1-reader-inval', 'dw2-inval'].some((scenario) => {
    const patch = kernel('2.6.20');
    return JSON.stringify(comesTo(scenario, patch, believing).all) !== JSON.stringify(comesTo(scenario, patch).all);
  });
  expect(noticed).toBe(true);
});
