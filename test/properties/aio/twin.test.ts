import { describe, expect, it } from 'vitest';
import { PackedMachine, ReferenceMachine } from '../../../model/core/index.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { worldOf } from '../../../model/scenarios/scenario.ts';
import { outcomeSet } from '../../../properties/aio/outcome.ts';
import { properties } from '../../../properties/aio/index.ts';
import { check } from '../../../properties/property.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { kernel } from './decide.ts';

/** The same search over the reference machine: slow, and with nothing of the packed machine in it. */
describe('the search over the reference machine finds the same as over the packed machine', () => {
  for (const [scenario, patch] of [
    ['buffered-reader', 'post-eiocbqueued'],
    ['dw1-inval', '2.6.20'],
    ['dw1-osync', 'invalidate-first'],
    ['append1-osync', 'mainline-2.6.21'],
  ] as const) {
    it(`${scenario} under ${patch}`, { timeout: 60_000 }, () => {
      const model = closeWorld(worldOf(shippedScenario(scenario)), kernel(patch));
      const [packed, reference] = [PackedMachine, ReferenceMachine].map((Machine) => {
        const { judgements, exploration, schedules } = check(new Machine(model), properties, { keepGraph: true });
        const { outcomes } = outcomeSet(new Machine(model));
        const { states, transitions, depth, ends } = exploration;
        return {
          sizes: { states, transitions, depth, ends, schedules },
          verdicts: judgements.map(({ property, verdict, violation }) => [property.name, verdict, violation]),
          outcomes,
        };
      });
      expect(reference).toEqual(packed);
    });
  }
});
