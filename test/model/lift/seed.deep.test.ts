/** The seed's mail against all that is known of the patch that was made of it by hand, and of the real C. */
import { describe, expect, it } from 'vitest';
import { closeWorld } from '../../../model/closed-world.ts';
import { PackedMachine } from '../../../model/core/index.ts';
import { postEiocbqueued } from '../../../model/patches/post-eiocbqueued.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { properties } from '../../../properties/aio/index.ts';
import { expectedVerdict, largeScenarios, manifestScenarios, takesMinutes } from '../../../properties/aio/manifest.ts';
import { canonical } from '../../../properties/aio/outcome.ts';
import { outcomeSet } from '../../../properties/aio/outcome-set.ts';
import { check } from '../../../properties/property.ts';
import { shareOf, takesAll } from '../../drawn.ts';
import { measuredScenarios, shippedScenario, truthOf } from '../../ground-truth/truth.ts';
import { optionsForLarge } from '../../manifest/large.ts';
import { patchOf } from './lifting.ts';
import { SEED } from './rewritten.ts';

const MINUTES = 60_000;

const patch = patchOf(SEED, { name: 'seed' });

const machineOf = (scenario: string) => new PackedMachine(closeWorld(worldOf(shippedScenario(scenario)), patch));

const isDone = (scenario: string): boolean => takesAll || !takesMinutes(scenario);

describe("the seed's mail has the verdicts of the manifest:", () => {
  for (const scenario of [...shareOf(manifestScenarios(), 4), ...shareOf(largeScenarios.filter(isDone), 6)])
    it(scenario, { timeout: 40 * MINUTES }, () => {
      const isLarge = largeScenarios.includes(scenario);
      const { judgements } = check(machineOf(scenario), properties, isLarge ? optionsForLarge(scenario) : {});
      expect(Object.fromEntries(judgements.map(({ property, verdict }) => [property.name, verdict]))).toEqual(
        Object.fromEntries(properties.map(({ name }) => [name, expectedVerdict(scenario, postEiocbqueued.name, name)])),
      );
    });
});

describe("the seed's mail has the outcomes of the real C:", () => {
  const large = measuredScenarios().filter((scenario) => largeScenarios.includes(scenario) && isDone(scenario));
  const small = measuredScenarios().filter((scenario) => !largeScenarios.includes(scenario));
  for (const scenario of [...shareOf(small, 4), ...shareOf(large, 6)])
    it(scenario, { timeout: 40 * MINUTES }, () => {
      const { outcomes, unknown } = outcomeSet(machineOf(scenario), { reductions: {} });
      const found = outcomes.map(canonical);
      const truth = truthOf(postEiocbqueued.name, scenario);
      const measured = truth.outcomes.map(canonical);
      expect(unknown).toBe(null);
      expect(measured.filter((outcome) => !found.includes(outcome))).toEqual([]);
      // Of a set that is a part there may be more.
      expect(truth.exhaustive ? found.filter((outcome) => !measured.includes(outcome)) : []).toEqual([]);
    });
});
