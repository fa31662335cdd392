import { describe, expect, it } from 'vitest';
import { shareOf } from '../../drawn.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { outcomeSet } from '../../../properties/aio/outcome-set.ts';
import { properties } from '../../../properties/aio/index.ts';
import { check } from '../../../properties/property.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { everyMachine } from '../../models/machines.ts';
import { kernel } from './decide.ts';

/**
 * The same search over every machine; over the reference machine it is slow, and has nothing of the packed machine in it.
 * The outcomes are searched for on a machine that has been through all of it.
 */
describe('the search over the reference machine finds the same as over the packed machine, with and without a memo', () => {
  for (const [scenario, patch] of shareOf(
    [
      ['buffered-reader', 'post-eiocbqueued'],
      ['dw1-inval', '2.6.20'],
      ['dw1-osync', 'invalidate-first'],
      ['append1-osync', 'mainline-2.6.21'],
      ['queued-self-cancel', '2.6.20'],
      ['buffered-last', 'post-eiocbqueued'],
      ['dw1-self-destroy', '2.6.20'],
      ['retry1', 'post-eiocbqueued+wake'],
    ] as const,
    2,
  )) {
    it(`${scenario} under ${patch}`, { timeout: 600_000 }, () => {
      const model = closeWorld(worldOf(shippedScenario(scenario)), kernel(patch));
      const [packed, ...others] = everyMachine.map(([, make]) => {
        const machine = make(model);
        const { judgements, exploration, schedules } = check(machine, properties, { keepGraph: true });
        const { outcomes } = outcomeSet(machine);
        const { states, transitions, depth, ends } = exploration;
        return {
          sizes: { states, transitions, depth, ends, schedules },
          verdicts: judgements.map(({ property, verdict, violation }) => [property.name, verdict, violation]),
          outcomes,
        };
      });
      for (const other of others) expect(other).toEqual(packed);
    });
  }
});
