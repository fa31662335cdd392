/** Moved gets and puts change nothing, and their rows say what they did where they were. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReferenceMachine } from '../../../model/core/index.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { base } from '../../../model/patches/index.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { seededRandom } from '../../../properties/search/seeded-random.ts';
import { walking } from '../../../properties/search/walk.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { assertLaw } from '../../law.ts';
import { outcomeTexts } from '../../properties/aio/decide.ts';
import { firstDifference } from './compared-fields.ts';
import { LONGEST, strategyFor } from './compare.ts';
import { movedPuts, withMoved } from './moved-puts.ts';
import { ShadowedMachine } from './shadowed-machine.ts';

describe.each(movedPuts.map((moved) => [moved.patch.name, moved] as const))('%s', (_name, moved) => {
  const { patch, scenarios, rows, runs = 5 } = moved;

  it('has in its rows what the ledger of the unpatched kernel has on the same schedule, after every step', () => {
    const used = new Set<string>();
    const machines = scenarios.map((name) => {
      const world = worldOf(shippedScenario(name));
      const unpatched = new ReferenceMachine(closeWorld(world, base));
      return { shadowed: new ShadowedMachine(closeWorld(world, patch), withMoved(moved)), unpatched };
    });
    assertLaw(
      fc.property(fc.constantFrom(...machines), fc.nat({ max: 2 ** 31 - 1 }), ({ shadowed, unpatched }, number) => {
        unpatched.reset();
        for (const context of walking(shadowed, strategyFor(number), seededRandom(number), LONGEST)) {
          unpatched.script.splice(0, Number.POSITIVE_INFINITY, ...shadowed.script);
          unpatched.fire(context);
          expect(shadowed.enabledContexts()).toEqual(unpatched.enabledContexts());
          if (unpatched.halted() !== null) break;
          expect(firstDifference(unpatched.plain(), shadowed.ledger.plain())).toBeNull();
        }
        for (const id of shadowed.used) used.add(id);
      }),
      runs,
    );
    const ids = Object.values(rows).flatMap((kind: object) => Object.keys(kind));
    expect(ids.filter((id) => !used.has(id))).toEqual([]);
  });

  it('changes no outcome', () => {
    const [scenario = ''] = scenarios;
    expect(outcomeTexts(scenario, patch)).toEqual(outcomeTexts(scenario, base));
  });
});
