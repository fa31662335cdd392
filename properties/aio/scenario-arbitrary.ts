/** Random scenarios, for a search that has no scenario of its own to start from, and their shrinking. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { Scenario } from '../../model/scenarios/format/scenario.ts';
import { scenarioSchema } from '../../model/scenarios/format/scenario-schema.ts';
import { subScenarios } from '../../model/scenarios/shrinking/sub-scenarios.ts';
import { draw } from './draw-scenario.ts';
import { type Constraints, filledIn, isWithin, type ScenarioConstraints } from './scenario-constraints.ts';

export type { ScenarioConstraints } from './scenario-constraints.ts';

/**
 * Throws a plain Error for constraints that no scenario meets.
 *
 * Shrinking goes from the smallest up and leaves out what the constraints do not allow: first the scenarios inside, as
 * `subScenarios` tells, the scenario itself not among them; then the scenario without any error, and with one error
 * fewer; then with a smaller ring. So the first of them that fails is smallest under deletions, and everything is strictly
 * smaller in (tasks and requests, what else can be deleted, errors, ring). It needs no context: a scenario is its own.
 */
export const scenarios = (constraints: ScenarioConstraints = {}): fc.Arbitrary<Scenario> =>
  new ScenarioArbitrary(filledIn(constraints));

class ScenarioArbitrary extends fc.Arbitrary<Scenario> {
  readonly #constraints: Constraints;

  constructor(constraints: Constraints) {
    super();
    this.#constraints = constraints;
  }

  /** Without bias: the ranges are so small that their ends come up anyway. */
  override generate(mrng: fc.Random): fc.Value<Scenario> {
    return new fc.Value(draw(mrng, this.#constraints), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Scenario {
    const read = scenarioSchema.safeParse(value);
    // What leaves a default to be filled in may be read as a scenario, but is none.
    return read.success && isDeepStrictEqual(read.data, value) && isWithin(read.data, this.#constraints);
  }

  override shrink(scenario: Scenario): fc.Stream<fc.Value<Scenario>> {
    return fc
      .stream(smaller(scenario, this.#constraints))
      .filter((found) => isWithin(found, this.#constraints))
      .map((found) => new fc.Value(found, undefined));
  }
}

function* smaller(scenario: Scenario, { ring_nr }: Constraints): Generator<Scenario, void> {
  for (const sub of subScenarios(scenario)) if (!isDeepStrictEqual(sub, scenario)) yield sub;
  yield* withFewerErrors(scenario);
  for (let entries = ring_nr.min; entries < scenario.ring_nr; entries += 1) yield { ...scenario, ring_nr: entries };
}

/** None at all, then each one left out; a kind whose last error goes, goes too. */
function* withFewerErrors(scenario: Scenario): Generator<Scenario, void> {
  const listed = Object.entries(scenario.faults);
  if (listed.length === 0) return;
  yield { ...scenario, faults: {} };
  for (const [kind, names] of listed) {
    const others = listed.filter(([other]) => other !== kind);
    // Without its only error, or having none, a kind goes; if it is the only kind, that was the first of all.
    if (names.length < 2 && others.length > 0) yield { ...scenario, faults: Object.fromEntries(others) };
    if (names.length < 2) continue;
    for (const name of names) {
      const left = names.filter((other) => other !== name);
      yield { ...scenario, faults: { ...scenario.faults, [kind]: left } };
    }
  }
}
