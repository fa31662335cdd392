import { describe, expect, it } from 'vitest';
import { shippedScenarioNames } from '../../../cli/shipped-scenarios.ts';
import { shippedPatches } from '../../../model/patches/index.ts';
import { expectedOf, largeScenarios, manifestScenarios } from '../../../properties/aio/manifest.ts';
import { decide } from './decide.ts';

/** The larger ones are proved by the main job; here their sizes would take too long. */
const AT_MOST = 30_000;

it('the manifest has every shipped scenario, small or large', () => {
  expect([...manifestScenarios(), ...largeScenarios].toSorted()).toEqual(shippedScenarioNames());
});

describe('the shipped patches do what the manifest expects', () => {
  for (const scenario of manifestScenarios())
    for (const patch of shippedPatches) {
      const expected = expectedOf(scenario, patch.name);
      if (expected !== undefined && expected.states > AT_MOST) continue;
      it(`${scenario} under ${patch.name}: verdicts, states, transitions and schedules`, () => {
        const { judgements, exploration, schedules, cyclic } = decide(scenario, patch);
        const exceptions = judgements.filter(({ verdict }) => verdict !== 'holds');
        expect(cyclic).toBe(expected?.schedules === null);
        expect({
          states: exploration.states,
          transitions: exploration.transitions,
          schedules: schedules?.all.toString() ?? null,
          verdicts: Object.fromEntries(exceptions.map(({ property, verdict }) => [property.name, verdict])),
        }).toEqual(expected);
      });
    }
});
