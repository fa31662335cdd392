import fc from 'fast-check';
import type { Scenario } from '../../model/scenarios/format/scenario.ts';

/** How many scenarios most draws are among. */
const FAMILY = 25;
const DRAWS = 2 ** 30;

/** Far from the seeds of other members, and from those of other families; the finish of murmur3. */
function mixed(seed: number, number: number): number {
  let h = Math.imul(seed ^ Math.imul(number + 1, 0x9e3779b1), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

class Recurring extends fc.Arbitrary<Scenario> {
  private readonly scenarios: fc.Arbitrary<Scenario>;
  private readonly seed: number;
  private readonly members: Scenario[] = [];

  constructor(scenarios: fc.Arbitrary<Scenario>, seed: number) {
    super();
    this.scenarios = scenarios;
    this.seed = seed;
  }

  private member(number: number): Scenario {
    return (this.members[number] ??= fc.sample(this.scenarios, {
      seed: mixed(this.seed, number),
      numRuns: 1,
    })[0] as Scenario);
  }

  override generate(mrng: fc.Random): fc.Value<Scenario> {
    const draw = mrng.nextInt(1, DRAWS) / DRAWS;
    return new fc.Value(this.member(Math.floor(-Math.log(draw) * FAMILY)), undefined);
  }

  override canShrinkWithoutContext(_value: unknown): _value is Scenario {
    return false;
  }

  override shrink(): fc.Stream<fc.Value<Scenario>> {
    return fc.Stream.nil();
  }
}

/**
 * A seed's scenarios, drawn again and again: closing a scenario takes as long as hundreds of steps, and one that was drawn
 * gives a new schedule each time. Their numbers are exponentially distributed, so that any number of draws meets new ones:
 * about 25 ln(n) of them in n draws. They do not shrink: runs look for smaller scenarios themselves.
 */
export const recurring = (scenarios: fc.Arbitrary<Scenario>, seed: number): fc.Arbitrary<Scenario> =>
  new Recurring(scenarios, seed);
