/** What tables say of system calls, and the compiler cannot hold them to. */
import { describe, expect, it } from 'vitest';
import { shippedScenarioNames } from '../../cli/shipped-scenarios.ts';
import { callNames, factsOf, type WorldCall } from '../../model/calls.ts';
import { closeWorld } from '../../model/closed-world.ts';
import { PackedMachine } from '../../model/core/index.ts';
import { EIO } from '../../model/include/linux/errno.ts';
import { base } from '../../model/patches/index.ts';
import { callInWorld, callRenumbered, iocbsOfCall } from '../../model/scenarios/format/calls.ts';
import { type Scenario, worldOf } from '../../model/scenarios/format/scenario.ts';
import { NBYTES } from '../../model/world.ts';
import type { Outcome } from '../../properties/aio/outcome.ts';
import { outcomeSet } from '../../properties/aio/outcome-set.ts';
import { measuredScenarios, shippedScenario, truthOf } from '../ground-truth/truth.ts';
import { complaints, world } from '../properties/aio/decide.ts';
import { calls, samples } from '../properties/aio/drawn-scenarios.ts';

const shipped = shippedScenarioNames().map(shippedScenario);

describe.each(callNames)('%s', (name) => {
  it('is made in some shipped scenario', () => {
    expect(shipped.flatMap(calls).some((call) => name in call)).toBe(true);
  });

  it('is made in random scenarios', () => {
    const makes = samples().filter((scenario) => calls(scenario).some((call) => name in call));
    expect(makes.length).toBeGreaterThan(20);
  });

  it('names the same iocbs in JSON and in the world, and others when it is renumbered', () => {
    const all = [...shipped, ...samples({}, 300)].flatMap(calls).filter((call) => name in call);
    expect(all.length).toBeGreaterThan(0);
    for (const call of all) {
      const { names, submits, makes } = factsOf(callInWorld(call));
      expect(iocbsOfCall(call).map(({ id }) => id)).toEqual(names);
      expect(names).toEqual(expect.arrayContaining([...makes]));
      expect(makes).toEqual(expect.arrayContaining([...submits]));
      expect(factsOf(callInWorld(callRenumbered(call, (id) => id + 7))).names).toEqual(names.map((id) => id + 7));
    }
  });

  it('violates nothing where one task makes it alone', () => {
    const call = shipped.flatMap(calls).find((made) => name in made);
    const iocbs = Array.from({ length: 4 }, () => ({ op: 'buffered' }));
    const alone = world(iocbs, { alone: [call ?? {}] });
    expect(Object.entries(complaints(alone, base))).toEqual([]);
  });
});

/** Of scenarios that nobody has measured, so many states show how calls return. */
const ENOUGH = 100_000;

type Returns = Readonly<Record<string, readonly number[]>>;

/** What the calls of each task return, by the real C where that was measured, and else by the unpatched model. */
function returnsIn(scenario: Scenario): (Returns | undefined)[] {
  const outcomes = measuredScenarios().includes(scenario.name)
    ? (truthOf(base.name, scenario.name).outcomes as readonly Outcome[])
    : outcomeSet(new PackedMachine(closeWorld(worldOf(scenario), base)), { maxStates: ENOUGH }).outcomes;
  return outcomes.map((outcome) => (outcome.end === 'oops' ? undefined : outcome.returns));
}

describe('without a patch', () => {
  const returned = new Map<string, Set<number>>(callNames.map((name) => [name, new Set()]));
  const unexpected: string[] = [];
  for (const scenario of shipped)
    for (const returns of returnsIn(scenario))
      for (const { name, calls: made } of worldOf(scenario).tasks)
        for (const [i, value] of (returns?.[name] ?? []).entries()) {
          const call = made[i] as WorldCall;
          const { most, errors, ofRequest = false } = factsOf(call).returns ?? { most: -1, errors: [] };
          returned.get(call.call)?.add(value);
          const comesTo = [NBYTES, -EIO, ...Object.values(worldOf(scenario).faults).flat()];
          const isSaid = (value < 0 ? errors.includes(value) : value <= most) || (ofRequest && comesTo.includes(value));
          if (!isSaid) unexpected.push(`${scenario.name}: ${call.call} of ${name} returns ${value}`);
        }

  it('calls return what is said that they can return, and nothing else', () => {
    expect(unexpected).toEqual([]);
  });

  it.each(callNames.filter((name) => name !== 'exit'))('%s returns in some scenario', (name) => {
    const values = [...(returned.get(name) ?? [])].toSorted((a, b) => a - b);
    console.log(`${name}: ${values.join(', ')}`);
    expect(values).not.toEqual([]);
  });
});
