import fc from 'fast-check';
import type { Scenario } from '../../model/scenarios/scenario.ts';

/** How many scenarios most draws are among. */
const FAMILY = 25;
const DRAWS = 2 ** 30;

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
      seed: this.seed + number,
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
